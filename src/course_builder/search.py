"""The site's search index: English words by their stems, Chinese by single characters and by pairs of them.

Sphinx takes a run of Chinese characters for one word: 价值 is not found in 客户终身价值.
Chinese has no spaces to split at, and a dictionary would have to stand in the browser, too. Pairs need none:
every part of a run is found, whatever the words in it are. `theme/search.js` splits a query in the same way.
"""

import re

from sphinx.search.en import SearchEnglish

RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W\u3400-\u9fff\uf900-\ufaff]+")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


class SearchEnglishAndChinese(SearchEnglish):
    """English with Chinese words in it."""

    def split(self, input: str) -> list[str]:
        """Split a text into English words, and its Chinese into characters and pairs of neighbours."""
        words = []
        for run in RUN.findall(input):
            words += [*run, *map("".join, zip(run, run[1:], strict=False))] if HAN.match(run) else [run]
        return words
