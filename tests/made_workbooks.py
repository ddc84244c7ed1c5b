"""Workbooks as Excel and LibreOffice write them, for the tests that read them."""

import base64
import io
import zipfile
import zlib

import pandas as pd
import xlsxwriter

DUE = pd.DataFrame(
    {
        "order": [17850, 17851, 17852],
        "customer": ["Ann", "Zoë", "Li"],
        "day": pd.to_datetime(["2024-03-01 08:26:00", "2024-03-02 00:00:00", "2024-12-31 23:59:59"]),
        "total": [1234.5, 20.0, -3.25],
    }
)
NAMES = DUE.columns.tolist()
# The same in Excel's format of 1997, as xlwt 1.3 writes it.
EXCEL_97 = """
eNrtWF1IFFEU/u7M/ufPrn+ggSyCWiZC9FAIOhqUD5WZL4UEtboLiu5ujNvD9lCWCb0EgU9FL4IFvVi99B8U9NBDYNRDEARuQVFCURREqNO5Z2
ZsNQMXasGYb7jnnnvuvd+cuef+zMzT6dDMxPWqDJahFSoWDD88WTZByW8XgqB6w5CqnfsoGQ7WFPw+CqTHjbuFT7wyhjLeGSi45npIEnhN6SCO
oDOZiIXziO3sQ0RIH1pIClwkSxEq2asSln0sS1le5Zb3WLax5SzLFmo7I3owrXU2bLNm8QGlhuuKIHlvcp+XbNmMcjyWs/jEOWG2daNdH4gMrb
GKalcBJkEB7YglYrosl+ISPS+i0aZ4vCmdDvf3N8fjMyijgE/imxEGvtor+0HYsefXLkD270vt3j/YfRTI5fZxxQWMwDjMC2WMAl3vMhfzXj0a
04fn0CwnAyc3kJRG2qz7jg6nkvGYrtK8iKSpIpVMRYao1J5IkOxJztKa2D0QkNs+bxPBJdtEIS+fApJRFLMe4kUUJB/nrnx+tqe3SzvElhE+Gs
wDpFb6CgMnZQ/qXMQ1rkXZwD02sTzFrOtZr2JZRv5TXtdVbik7R7nNaa6to/tsYTzX6rP0DaSPze67VT32RttI+lRH5ljZ1AttAjV0oEWpv7xG
0SgaxYXzErc1OxfWZvOKZeVvG49PCVq+G9YpWYx5BFgNsTRLcnTEYkmxxsosqVRSLS6xjOu4EmBbCB8qBLcXzCXHSqXRE8RTAu39eOu62rdtZm
vJN3vGy3zKCnwK8320+MzIUfhxn59V8l1+JD3sZt8ki7oCi8osXywWlVk8llcqs2y9887QdpleqezVpx+G0aqU4IZ0gTbqXwjAgQMHDhw4cODA
QR4g+GUU1gsefx7wS5zX+q8zT2nB+U3y36IbSbpS9EG5AwnKdaRzmj8VcAubS6yyj/2/UGI/3V3HIHrZj8Gc5y99sIjs51l1x+DfW0K53n8hFz
//8f1/AqUo8xs=
"""
CELL = '<table:table-cell office:value-type="{kind}" office:{value}="{held}"><text:p>{held}</text:p></table:table-cell>'


def workbook(sheets: dict[str, list[list]], hidden: tuple[str, ...] = ()) -> bytes:
    """Return a workbook of Excel's with these rows in its sheets."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"default_date_format": "dd/mm/yyyy hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if name in hidden:
            sheet.hide()
    book.close()
    return made.getvalue()


def open_document(rows: list[list]) -> bytes:
    """Return a workbook of LibreOffice's with these rows in its one sheet."""
    named = {float: ("float", "value"), int: ("float", "value"), str: ("string", "string-value")}
    cells = [
        "".join(
            CELL.format(kind=kind, value=value, held=cell.isoformat() if kind == "date" else cell)
            for cell in row
            for kind, value in [named.get(type(cell), ("date", "date-value"))]
        )
        for row in rows
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Orders">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return packed({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def packed(files: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def rows_of(frame: pd.DataFrame) -> list[list]:
    """Return a frame's rows below its columns' names, as Python's own values."""
    cells = zip(*[list(frame[name].astype(object)) for name in frame], strict=True)
    return [
        list(frame),
        *(
            [cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell for cell in row]
            for row in cells
        ),
    ]


FORMS = {
    "due.xlsx": workbook({"Orders": rows_of(DUE)}),
    "due.ods": open_document(rows_of(DUE)),
    "due.xls": zlib.decompress(base64.b64decode(EXCEL_97)),
    "due.csv": workbook({"Orders": rows_of(DUE)}),
    "due.zip": packed({"mail/due.xlsx": workbook({"Orders": rows_of(DUE)}), "mail/note.txt.pdf": ""}),
}
