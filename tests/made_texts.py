"""Files of text of every kind, made for tests, with the library of each kind or by hand."""

import gzip
import io
import json
import tarfile
import zipfile


def pdf_of(pages, password=None):
    """A PDF; each page is a list of lines."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for lines in pages:
        page = writer.add_blank_page(612, 792)
        names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        font = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        content = DecodedStreamObject()
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        content.set_data(f"BT /F1 12 Tf 72 720 Td 14 TL {shown} ET".encode())
        page[NameObject("/Contents")] = writer._add_object(content)
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def docx_of(*paragraphs, cells=()):
    """A Word document with a table of one row behind its paragraphs."""
    from docx import Document

    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if cells:
        table = document.add_table(1, len(cells))
        for place, text in enumerate(cells):
            table.cell(0, place).text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def parquet_of(columns):
    import pyarrow
    from pyarrow import parquet

    file = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), file, row_group_size=7)
    return file.getvalue()


def json_lines_of(rows):
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def zip_of(files):
    """A ZIP archive of names and contents."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def tar_of(files, packed=False):
    """A tar archive of names and contents; a content of None is a link to /etc/passwd."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            if content is None:
                member.type, member.linkname, content = tarfile.SYMTYPE, "/etc/passwd", b""
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(file.getvalue(), mtime=0) if packed else file.getvalue()


REVIEWS = [
    {"id": number, "stars": number % 5, "review": f"The whale, said Ahab in chapter {number}, is white."}
    for number in range(20)
]


def csv_of(rows, delimiter=","):
    """A table as text, made by the csv module."""
    import csv

    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


PAGE = b"""<!doctype html><html><head><title>A title</title><style>p {color: red}</style></head><body>
<nav><a href="/">Home</a></nav><h1>Moby-Dick</h1><p>Call me <b>Ish</b>mael &amp; Co.<script>alert("no")</script>
</body></html>
"""
NOTES = b"# Moby-Dick\n\nCall me **Ishmael**, of [the book](https://example.org).\n\n- a whale\n- a `ship`\n"


def one_of_each():
    """A small file of every kind, by the key of the kind; in each stands the name of a whale or of who hunts it."""
    return {
        "text": b"Call me Ishmael.\nSome years ago I went to sea.\n",
        "markdown": NOTES,
        "html": PAGE,
        "pdf": pdf_of([["Call me Ishmael. Some ye-", "ars ago."], ["The second page."]]),
        "docx": docx_of("Call me Ishmael.", "Some years ago.", cells=("a whale", "a ship")),
        "csv": csv_of(REVIEWS),
        "json": json_lines_of(REVIEWS),
        "parquet": parquet_of({name: [row[name] for row in REVIEWS] for name in REVIEWS[0]}),
    }
