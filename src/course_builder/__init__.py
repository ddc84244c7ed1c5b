"""What makes the site from the course's sources: it imports the library, and the library never it."""

import sys

# jsonschema, which checks notebooks, would make a grammar of web addresses first: two seconds for what no
# notebook has it check.
sys.modules.setdefault("rfc3987_syntax", None)
