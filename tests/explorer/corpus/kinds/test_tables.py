"""Tables: which column holds the texts, what the others become, and what is told of rows that do not fit."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.corpus.documents import read_documents
from explorer.corpus.judging import TextChoice
from explorer.corpus.kinds.delimited import delimiter_of
from explorer.corpus.kinds.document import Head
from explorer.corpus.kinds.tables import text_columns
from explorer.corpus.reading import open_corpus
from explorer.errors import BadOption, UnreadableFile
from tests.made_texts import REVIEWS, csv_of, json_lines_of, parquet_of


@pytest.fixture
def written(tmp_path):
    def write(content, name="reviews.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def texts_of(corpus):
    return [(document.name, list(document.lines)) for document in read_documents(corpus)]


AS = {
    "csv": csv_of,
    "semicolons": lambda rows: csv_of(rows, ";"),
    "tsv": lambda rows: csv_of(rows, "\t"),
    "utf-16": lambda rows: csv_of(rows, "\t").decode().encode("utf-16"),
    "json lines": json_lines_of,
    "json": lambda rows: json.dumps(rows, indent=1).encode(),
    "parquet": lambda rows: parquet_of({name: [row[name] for row in rows] for name in rows[0]}),
}
TITLED = [{**row, "title": f"title {row['id']}"} for row in REVIEWS]


@pytest.mark.parametrize("kind", AS)
def test_the_column_of_the_longest_texts_is_read_and_named_and_another_can_be_chosen(written, kind):
    path = written(AS[kind](TITLED))
    corpus = open_corpus([path])
    assert corpus.notices == ("reviews.txt: its texts are those of the column “review”.",)
    assert texts_of(corpus)[3] == ("4", ["The whale, said Ahab in chapter 3, is white."])
    corpus = open_corpus([path], choice=TextChoice(text_column="title", name_column="id"))
    assert corpus.notices == ()
    assert texts_of(corpus)[3] == ("3", ["title 3"])
    assert corpus.choice.text_column == "title"


@pytest.mark.parametrize("kind", AS)
def test_a_column_that_is_no_text_or_is_not_there_is_told_with_those_that_are(written, kind):
    path = written(AS[kind](TITLED))
    with pytest.raises(UnreadableFile, match="“stars” holds no texts; those that do are “review” and “title”"):
        open_corpus([path], choice=TextChoice(text_column="stars"))
    with pytest.raises(
        UnreadableFile, match=r"no column “opinion”\. Its columns are “id”, “stars”, “review” and “title”"
    ):
        open_corpus([path.parent], choice=TextChoice(text_column="opinion"))


def test_a_column_of_what_is_no_table_is_told(written):
    with pytest.raises(BadOption, match="no table in it of which the column “review” could be read"):
        open_corpus([written("Call me Ishmael.\n")], choice=TextChoice(text_column="review"))


@pytest.mark.parametrize("kind", AS)
def test_a_table_whose_column_has_gone_since_it_was_opened_says_so(written, kind):
    corpus = open_corpus([written(AS[kind](REVIEWS))])
    written(AS[kind]([{"opinion": row["review"], "stars": 3} for row in REVIEWS]))
    with pytest.raises(UnreadableFile, match="it has changed since it was opened: the column “review” has gone"):
        texts_of(corpus)


def test_a_table_of_numbers_says_that_it_holds_no_text(written):
    with pytest.raises(UnreadableFile, match="no column of this table holds texts"):
        open_corpus([written("year,count,day\n" + "1850,12,2020-01-02\n" * 9)])


def test_a_table_can_be_read_as_the_text_that_it_is(written):
    corpus = open_corpus([written(csv_of(REVIEWS))], choice=TextChoice(kind="text"))
    assert texts_of(corpus)[0][1][0] == "id,stars,review"


def test_a_kind_that_is_not_known_is_told():
    with pytest.raises(BadOption, match="must be one of auto, html"):
        TextChoice(kind="scroll")


def test_texts_of_several_lines_and_quotes_are_whole(written):
    rows = [{"id": 1, "text": 'He said: "Whale, ho!"\nThen no more.\n'}, {"id": 2, "text": "x" * 200_000}]
    assert texts_of(open_corpus([written(csv_of(rows))])) == [
        ("1", ['He said: "Whale, ho!"', "Then no more.", ""]),
        ("2", ["x" * 200_000]),
    ]


def test_a_table_without_names_is_read_from_its_first_row(written):
    corpus = open_corpus([written("ham\tOk lar. Joking with you\nspam\tFree entry now\nham\tSee you there\n")])
    assert corpus.parts[0].columns.text == "column 2"
    assert [name for name, _ in texts_of(corpus)] == ["1", "2", "3"]


def test_rows_that_do_not_fit_are_left_out_and_counted_and_too_many_refuse_the_table(written):
    good = csv_of(REVIEWS * 10).decode().split("\r\n")
    corpus = open_corpus([written("\n".join([*good[:5], "1,2,too,many", *good[5:]]))])
    assert corpus.notices[-1] == "reviews.txt: 1 row is damaged and will be left out, line 6."
    assert len(texts_of(corpus)) == 200
    lines = [*json_lines_of(REVIEWS).decode().split("\n"), *["{broken"] * 5]
    with pytest.raises(UnreadableFile, match=r"line 22: 5 of its 25 rows are damaged"):
        open_corpus([written("\n".join(lines))])


def test_rows_without_a_text_are_no_documents_and_are_counted(written):
    rows = [{"id": n, "text": "" if n == 3 else f"text number {n}"} for n in range(6)]
    corpus = open_corpus([written(json_lines_of(rows))])
    assert corpus.notices[-1] == "reviews.txt: 1 row has no text."
    assert [name for name, _ in texts_of(corpus)] == ["1", "2", "3", "5", "6"]


def test_several_tables_name_their_rows_by_their_files(written, tmp_path):
    written(csv_of(REVIEWS[:2]), "a.csv")
    written(json_lines_of(REVIEWS[:2]), "b.csv")
    assert [name for name, _ in texts_of(open_corpus([tmp_path]))] == ["a 1", "a 2", "b 1", "b 2"]


def test_a_quote_that_is_not_closed_is_told_with_its_line_instead_of_eating_the_file(written, monkeypatch):
    monkeypatch.setattr("explorer.corpus.kinds.delimited.LONGEST_ROW", 1 << 12)
    rows = csv_of(REVIEWS).decode()
    for content in ("20,1," + "x" * (1 << 13) + "\n", '20,1,"' + "a text\n" * (1 << 10), '20,1,"a\n"' * (1 << 11)):
        with pytest.raises(UnreadableFile, match=r"reviews\.txt, line \d+: .*Check its quotes\."):
            open_corpus([written(rows + content)])


@pytest.mark.parametrize(
    "text",
    [
        "Call me Ishmael, said he.\nSome years ago, I went.\nThe sea, the whale.\n",
        "The cat is fluffy.\nThe dog is fluffy.\n",
        "one two three\nfour five six\n",
        "a\nb\nc\n",
        "",
    ],
)
def test_prose_is_no_table(text):
    assert delimiter_of(Head(text.encode(), text, True)) == ""


def test_numbers_dates_addresses_and_truths_are_no_texts():
    row = {"n": "12.5", "day": "2020-01-02", "at": "https://example.org/a", "is": "true", "word": "whale", "none": ""}
    assert text_columns([row] * 3) == ("word",)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0", exclude_categories=("Cc", "Cs")), max_size=20)


@given(st.lists(st.tuples(CELL, CELL.map(lambda cell: f"some words {cell}")), min_size=3, max_size=12))
def test_what_the_csv_module_wrote_is_read_as_it_was(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("rows") / "table.csv"
    path.write_bytes(csv_of([{"note": note, "text": text} for note, text in rows]))
    corpus = open_corpus([path], choice=TextChoice(text_column="text"))
    assert [(document.metadata["note"], *document.lines) for document in read_documents(corpus)] == rows
