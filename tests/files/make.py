#!/usr/bin/env python3
"""Writes releases of tests/corpus as files of every format that is read.

    tests/files/make.py [--office] [FOLDER [SLUG...]]

Without arguments, the files that are kept beside this program. It needs Python alone, and Chromium for PDF
(`CHROMIUM` names another program). With `--office`, LibreOffice and pandoc save the same releases too, as Word,
HTML and PDF in one column and in two. What must come out of a file is the corpus text of its name: see
tests/it/files.rs. `EOSIN_TEXTS` names another folder of texts.
"""
import hashlib
import html
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS = Path(os.environ.get("EOSIN_TEXTS") or HERE.parent / "corpus")
KEPT = ["nordic-interim", "broken-pages"]
CHROMIUM = os.environ.get("CHROMIUM", "chromium")

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


def blocks(text):
    """The text as (kind, content): paragraphs, items, and tables as lists of rows."""
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.rstrip() for line in block.split("\n") if line.strip()]
        if not lines:
            continue
        columns = [re.split(r"\s*\|\s*|\t+|\s{3,}", line.strip().strip("|").strip()) for line in lines]
        if len(lines) > 1 and sum(len(row) > 1 for row in columns) * 2 >= len(lines):
            yield "table", [row for row in columns if not all(set(cell) <= set("-: ") for cell in row)]
            continue
        for line in lines:
            line = line.strip()
            if re.match(r"#+ ", line):
                yield "heading", line.lstrip("# ")
            elif re.match(r"[-*•] ", line):
                yield "item", line[2:]
            else:
                yield "text", line


def plain(text):
    return re.sub(r"\\([$*_\[\]#])", r"\1", text)


def marked(text):
    """HTML of a line, raised characters as <sup>."""
    return re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda m: f"<sup>{m[0].translate(SUPERSCRIPTS)}</sup>", html.escape(plain(text)))


STYLES = {
    "one": "@page { size: letter; margin: 25mm }",
    "two": "@page { size: letter; margin: 18mm } body { columns: 2; column-gap: 8mm; text-align: justify; hyphens: auto }",
    "running": """@page { size: letter; margin: 25mm; @top-center { content: "Alba Biosciences — Press Release" }
                  @bottom-center { content: "Page " counter(page) " of " counter(pages) } }""",
}


def page(text, style=""):
    out = []
    in_list = False
    first = True
    for kind, content in blocks(text):
        if in_list and kind != "item":
            out.append("</ul>")
        elif kind == "item" and not in_list:
            out.append("<ul>")
        in_list = kind == "item"
        if kind == "table":
            out.append("<table>")
            for row in content:
                cells = "".join(f"<td>{marked(cell)}</td>" for cell in row)
                out.append(f"<tr>{cells}</tr>")
            out.append("</table>")
        elif kind == "item":
            out.append(f"<li>{marked(content)}</li>")
        elif kind == "heading":
            out.append(f"<h{1 if first else 2}>{marked(content)}</h{1 if first else 2}>")
        else:
            out.append(f"<p>{marked(content)}</p>")
        first = False
    if in_list:
        out.append("</ul>")
    css = f"body {{ font: 11pt/1.4 'DejaVu Serif', serif }} td {{ padding: 0 1em 0 0 }} {style}"
    body = "\n".join(out)
    return f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Release</title><style>{css}</style></head><body>\n{body}\n</body></html>\n'


def pdf(text, style):
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "a.html"), Path(folder, "a.pdf")
        source.write_text(page(text, STYLES[style]), encoding="utf-8")
        subprocess.run(
            [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/p",
             f"--print-to-pdf={target}", source.as_uri()],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
        return target.read_bytes()


def office(text):
    """The release as other programs save it: end of the name, content."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)

        def save(source, content, target, kind):
            path, out = folder / source, folder / "out"
            path.write_bytes(content)
            subprocess.run(
                ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/user", "--convert-to", kind,
                 "--outdir", str(out), str(path)],
                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
            return (out / target).read_bytes()

        one, two = word(text), word(text, columns=2)
        yield "office.one.pdf", save("one.docx", one, "one.pdf", "pdf")
        yield "office.two.pdf", save("two.docx", two, "two.pdf", "pdf")
        yield "office.html", save("page.docx", one, "page.html", "html")
        yield "office.docx", save("word.html", page(text).encode(), "word.docx", "docx:MS Word 2007 XML:UTF8")
        (folder / "a.html").write_text(page(text), encoding="utf-8")
        subprocess.run(["pandoc", "--from=html", f"--output={folder}/a.docx", f"{folder}/a.html"], check=True, timeout=300)
        yield "pandoc.docx", (folder / "a.docx").read_bytes()


def word(text, columns=1):
    def run(text):
        out = []
        for part in re.split("([⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)", plain(text)):
            raised = part and part[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
            style = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>' if raised else ""
            part = html.escape(part.translate(SUPERSCRIPTS) if raised else part, quote=False)
            if part:
                out.append(f'<w:r>{style}<w:t xml:space="preserve">{part}</w:t></w:r>')
        return "".join(out)

    def paragraph(text, style=None):
        style = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{style}{run(text)}</w:p>"

    body = []
    for kind, content in blocks(text):
        if kind == "table":
            rows = "".join(f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in content)
            body.append(f"<w:tbl>{rows}</w:tbl>")
        else:
            body.append(paragraph(content, {"heading": "Heading1", "item": "ListBullet"}.get(kind)))
    # Pages of a size and columns, where a program is to print it.
    section = "" if columns == 1 else f'<w:sectPr><w:pgSz w:w="12240" w:h="15840"/><w:cols w:num="{columns}" w:space="500"/></w:sectPr>'
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    return archive({
        "[Content_Types].xml": f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{types}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{types}.styles+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships {relations}><Relationship Id="r1" Type="{kind}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{head}<Relationships {relations}><Relationship Id="r1" Type="{kind}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'{head}<w:styles {space}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/></w:style></w:styles>',
        "word/document.xml": f"{head}<w:document {space}><w:body>{''.join(body)}{section}</w:body></w:document>",
    })


def archive(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def mail(text, attachments):
    message = EmailMessage()
    message["From"] = "Lena Fairweather <ir@alba.example>"
    message["To"] = "news@wire.example"
    message["Subject"] = "Press release"
    message["Message-ID"] = "<1@alba.example>"
    message.set_content("See the page below.\n")
    message.add_alternative(page(text), subtype="html", cte="quoted-printable")
    for name, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    written = message.as_bytes()
    # Boundaries are random; the files are to be the same each time.
    for number, boundary in enumerate(sorted(set(re.findall(rb'boundary="([^"]+)"', written)), key=written.index)):
        written = written.replace(boundary, b"part-%d" % number)
    return written


def locked(password):
    """A PDF that a password locks: the 40-bit cipher of PDF 1.3, which is all that can be said for it."""
    def rc4(key, data):
        state, out, j = list(range(256)), bytearray(), 0
        for i in range(256):
            j = (j + state[i] + key[i % len(key)]) % 256
            state[i], state[j] = state[j], state[i]
        i = j = 0
        for byte in data:
            i = (i + 1) % 256
            j = (j + state[i]) % 256
            state[i], state[j] = state[j], state[i]
            out.append(byte ^ state[(state[i] + state[j]) % 256])
        return bytes(out)

    md5 = lambda data: hashlib.md5(data).digest()
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    padded = (password.encode() + pad)[:32]
    owner = rc4(md5(padded)[:5], padded)
    name = b"0123456789abcdef"
    key = md5(padded + owner + (-4).to_bytes(4, "little", signed=True) + name)[:5]
    user = rc4(key, pad)
    content = b"BT /F 12 Tf 72 700 Td (Alba paid $5 million.) Tj ET"
    content = rc4(md5(key + (5).to_bytes(3, "little") + b"\0\0")[:10], content)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (owner.hex().encode(), user.hex().encode()),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    named = name.hex().encode()
    out += b"trailer\n<< /Size %d /Root 1 0 R /Encrypt 6 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, named, named, start)
    return bytes(out)


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--office"]
    folder = Path(arguments[0]) if arguments else HERE
    slugs = arguments[1:] or KEPT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "locked.pdf").write_bytes(locked("larch"))
    for slug in slugs:
        text = (CORPUS / f"{slug}.txt").read_text(encoding="utf-8")
        files = {
            "html": page(text).encode(),
            "windows-1252.html": page(text).replace("utf-8", "windows-1252").encode("cp1252", "xmlcharrefreplace"),
            "docx": word(text),
            "one.pdf": pdf(text, "one"),
            "two.pdf": pdf(text, "two"),
            "running.pdf": pdf(text, "running"),
        }
        files["eml"] = mail(text, {"notes.docx": files["docx"]})
        files["zip"] = archive({
            "year/release.html": files["html"],
            "../release.docx": files["docx"],
            "inner.zip": archive({"release.txt": text.encode()}),
        })
        if len(arguments) < len(sys.argv) - 1:
            files.update(office(text))
        for end, content in files.items():
            (folder / f"{slug}.{end}").write_bytes(content)
            print(f"{slug}.{end}: {len(content)} bytes")


if __name__ == "__main__":
    main()
