//! The document as DOCX: the same words, tables and charts, with styles a word processor knows and can change.

mod amend;

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BorderType, Docx, Footer, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph,
    ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Pic, Run, RunFonts, SpecialIndentType, Style,
    StyleType, Table as Grid, TableBorder, TableBorderPosition, TableBorders, TableCell, TableLayoutType, TableRow,
    VAlignType, WidthType,
};

use crate::chart::Chart;
use crate::drawing::{self, WIDTH};
use crate::error::PrintError;
use crate::fonts::{Fonts, fonts};
use crate::model::{Block, Document, Level, Table};
use crate::numbering::numbered;
use crate::picture;

/// Width of the text, 156 mm, in twentieths of a point.
const TEXT: usize = 8844;
/// The same in the units of drawings, 36 000 a millimetre.
const TEXT_EMU: i64 = 156 * 36_000;
/// Four units of a drawing are a millimetre.
const UNIT_EMU: i64 = TEXT_EMU / WIDTH;
/// A line of 28 points.
const LINE: i32 = 560;

const RED: &str = "B23A2A";

/// The document as DOCX.
///
/// # Errors
/// When the system has no Chinese font to draw charts with, or the file cannot be put together.
pub fn docx(document: &Document) -> Result<Vec<u8>, PrintError> {
    let fonts = fonts()?;
    let document = numbered(document);
    let mut docx = head(styles(sheet()), &document);
    let mut charts = Vec::new();
    for block in &document.blocks {
        docx = match block {
            Block::Heading { level, text } => docx.add_paragraph(styled(style_of(*level), text)),
            Block::Paragraph { text } => docx.add_paragraph(styled("Body", text)),
            Block::Table(table) => docx
                .add_paragraph(styled("Caption", &table.caption).keep_next(true))
                .add_table(grid(table))
                .add_paragraph(styled("Note", "")),
            Block::Chart(chart) => {
                let picture = drawn(chart, charts.len(), fonts)?;
                charts.push(chart.told());
                docx.add_paragraph(picture).add_paragraph(styled("Caption", chart.caption()))
            }
        };
    }
    let parts = amend::amend(foot(docx, &document).build(), &document, &charts)?;
    let mut file = Cursor::new(Vec::new());
    parts.pack(&mut file).map_err(|e| PrintError::Packing(e.to_string()))?;
    Ok(file.into_inner())
}

/// The sheet: A4, the margins of an official document, page numbers — 1 — outside.
fn sheet() -> Docx {
    let number = |align| {
        let dash = |text: &str| Run::new().add_text(text).size(28);
        let paragraph = styled("Footer", "").align(align);
        Footer::new().add_paragraph(paragraph.add_run(dash("— ")).add_page_num(PageNum::new()).add_run(dash(" —")))
    };
    let margin = PageMargin::new().top(2098).bottom(1984).left(1588).right(1474).header(851).footer(1400).gutter(0);
    Docx::new()
        .page_size(11_906, 16_838)
        .page_margin(margin)
        .default_fonts(font("仿宋"))
        .default_size(32)
        .footer(number(AlignmentType::Right))
        .even_footer(number(AlignmentType::Left))
}

fn font(chinese: &str) -> RunFonts {
    RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").cs("Times New Roman").east_asia(chinese)
}

fn line() -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Exact).line(LINE).before(0).after(0)
}

/// The styles: title, three ranks of headings, text, caption, cell, note, footer.
fn styles(docx: Docx) -> Docx {
    let style = |id: &str, name: &str, chinese: &str, size: usize| {
        Style::new(id, StyleType::Paragraph).name(name).fonts(font(chinese)).size(size).q_format(true)
    };
    let indented = |style: Style| style.indent(None, Some(SpecialIndentType::FirstLine(640)), None, None);
    let heading = |id: &str, name: &str, chinese: &str, level: usize| {
        indented(style(id, name, chinese, 32)).line_spacing(line().before(120)).outline_lvl(level).next("Body")
    };
    let tight = || LineSpacing::new().line_rule(LineSpacingType::Auto).line(264).before(0).after(0);
    let wide =
        |before, after| LineSpacing::new().line_rule(LineSpacingType::Auto).line(288).before(before).after(after);
    docx.add_style(style("Issuer", "发文机关", "宋体", 48).bold().color(RED).align(AlignmentType::Center))
        .add_style(style("Title", "Title", "宋体", 44).bold().align(AlignmentType::Center).line_spacing(wide(480, 480)))
        .add_style(heading("Heading1", "heading 1", "黑体", 0))
        .add_style(heading("Heading2", "heading 2", "楷体", 1).bold())
        .add_style(heading("Heading3", "heading 3", "仿宋", 2).bold())
        .add_style(indented(style("Body", "正文段落", "仿宋", 32)).align(AlignmentType::Both).line_spacing(line()))
        .add_style(style("Caption", "caption", "黑体", 24).align(AlignmentType::Center).line_spacing(wide(200, 100)))
        .add_style(style("Cell", "表格", "宋体", 21).line_spacing(tight()))
        .add_style(style("Note", "说明", "宋体", 21).line_spacing(tight()))
        .add_style(style("Signature", "Signature", "仿宋", 32).align(AlignmentType::Right).line_spacing(line()))
        .add_style(style("Footer", "footer", "宋体", 28))
}

const fn style_of(level: Level) -> &'static str {
    match level {
        Level::Chapter => "Heading1",
        Level::Section => "Heading2",
        Level::Item => "Heading3",
    }
}

fn styled(style: &str, text: &str) -> Paragraph {
    let paragraph = Paragraph::new().style(style);
    if text.is_empty() { paragraph } else { paragraph.add_run(Run::new().add_text(text)) }
}

/// Issuing body over a red line, number, title.
fn head(docx: Docx, document: &Document) -> Docx {
    let mut ruled = match &document.number {
        Some(number) => styled("Body", number).align(AlignmentType::Center),
        None => styled("Note", ""),
    };
    let red = ParagraphBorder::new(ParagraphBorderPosition::Bottom).val(BorderType::Single).size(12).color(RED);
    ruled.property = ruled.property.set_borders(ParagraphBorders::with_empty().set(red));
    docx.add_paragraph(styled("Issuer", &document.issuer))
        .add_paragraph(ruled)
        .add_paragraph(styled("Title", &document.title))
}

/// Issuing body and date under the text, then the notes.
fn foot(mut docx: Docx, document: &Document) -> Docx {
    let right = |paragraph: Paragraph| paragraph.indent(None, None, Some(1280), None);
    docx = docx
        .add_paragraph(styled("Body", ""))
        .add_paragraph(right(styled("Signature", &document.issuer)).keep_next(true))
        .add_paragraph(right(styled("Signature", &document.date)));
    if !document.notes.is_empty() {
        docx = docx.add_paragraph(styled("Body", "")).add_paragraph(styled("Note", "说明"));
    }
    for (n, note) in (1..).zip(&document.notes) {
        docx = docx.add_paragraph(styled("Note", &format!("{n}. {note}")));
    }
    docx
}

/// A table of three lines: over the headings, under them, under the last row. Only the row of headings may not be
/// parted; `amend` knows it by that and has it repeated on each page.
fn grid(table: &Table) -> Grid {
    let widths: Vec<usize> =
        table.shares().iter().map(|share| usize::try_from(*share).unwrap_or(0) * TEXT / 1000).collect();
    let row = |cells: &mut dyn Iterator<Item = &str>, heading: bool| {
        let cell = |((column, text), width): ((usize, &str), &usize)| {
            let align = match (heading, column < table.words) {
                (true, _) => AlignmentType::Center,
                (false, true) => AlignmentType::Left,
                (false, false) => AlignmentType::Right,
            };
            let run = Run::new().add_text(text);
            let run = if heading { run.bold() } else { run };
            let paragraph = Paragraph::new().style("Cell").align(align).add_run(run).keep_next(heading);
            TableCell::new().width(*width, WidthType::Dxa).vertical_align(VAlignType::Center).add_paragraph(paragraph)
        };
        TableRow::new(cells.enumerate().zip(&widths).map(cell).collect())
    };
    let mut rows = vec![row(&mut table.headings.iter().map(String::as_str), true).cant_split()];
    rows.extend(table.rows.iter().map(|cells| row(&mut table.cells(cells), false)));
    let edge = |position, size, colour: &str| TableBorder::new(position).size(size).color(colour);
    let borders = TableBorders::with_empty()
        .set(edge(TableBorderPosition::Top, 8, "000000"))
        .set(edge(TableBorderPosition::Bottom, 8, "000000"))
        .set(edge(TableBorderPosition::InsideH, 2, "BEBEBE"));
    Grid::new(rows)
        .set_grid(widths.clone())
        .width(TEXT, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .set_borders(borders)
}

fn drawn(chart: &Chart, place: usize, fonts: &Fonts) -> Result<Paragraph, PrintError> {
    let drawing = drawing::draw(chart, &fonts.sans);
    let emu = |units: i64| u32::try_from(units * UNIT_EMU).map_err(|e| PrintError::Drawing(e.to_string()));
    let picture = Pic::new_with_dimensions(picture::png(&drawing, fonts)?, 1, 1)
        .id(format!("rIdChart{}", place + 1))
        .size(emu(WIDTH)?, emu(drawing.height)?);
    Ok(Paragraph::new().align(AlignmentType::Center).keep_next(true).add_run(Run::new().add_image(picture)))
}

#[cfg(test)]
mod tests;
