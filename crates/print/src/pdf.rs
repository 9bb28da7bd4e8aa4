//! The document as PDF, set by typst from one fixed form. The words are data to the form: none of them is markup.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::drawing;
use crate::error::PrintError;
use crate::fonts::{Fonts, fonts};
use crate::model::{Block, Document, Table};
use crate::numbering::numbered;

/// The form.
const FORM: &str = include_str!("official.typ");
/// Documents whose parts are kept to set the next one quicker.
const KEPT: usize = 4;

/// The document as PDF.
///
/// # Errors
/// When the system has no Chinese font, or the typesetter refuses.
pub fn pdf(document: &Document) -> Result<Vec<u8>, PrintError> {
    let pages = set(document)?;
    let options = PdfOptions { ident: Smart::Auto, creator: Smart::Custom(None), ..PdfOptions::default() };
    let file = typst_pdf::pdf(&pages, &options).map_err(|errors| refused(&errors));
    typst::comemo::evict(KEPT);
    file
}

/// The document in pages.
pub(crate) fn set(document: &Document) -> Result<PagedDocument, PrintError> {
    let desk = Desk::new(document, fonts()?)?;
    typst::compile::<PagedDocument>(&desk).output.map_err(|errors| refused(&errors))
}

fn refused(errors: &[SourceDiagnostic]) -> PrintError {
    let words: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PrintError::Typeset(words.join("；"))
}

/// What the typesetter sees of the world: the form, the words, the drawings and the fonts. No file, no net, no clock.
struct Desk {
    library: LazyHash<Library>,
    form: Source,
    files: BTreeMap<String, Bytes>,
    fonts: &'static Fonts,
}

impl Desk {
    fn new(document: &Document, fonts: &'static Fonts) -> Result<Desk, PrintError> {
        let mut files = BTreeMap::new();
        let words = words(&numbered(document), fonts, &mut files);
        files.insert("document.json".to_owned(), Bytes::from_string(words.to_string()));
        let path = VirtualPath::new("official.typ").map_err(|e| PrintError::Typeset(e.to_string()))?;
        let main = FileId::new(RootedPath::new(VirtualRoot::Project, path));
        Ok(Desk { library: LazyHash::new(Library::default()), form: Source::new(main, FORM.to_owned()), files, fonts })
    }
}

/// The document as the form reads it; drawings are laid beside it.
fn words(document: &Document, fonts: &Fonts, files: &mut BTreeMap<String, Bytes>) -> Json {
    let mut block = |block: &Block| match block {
        Block::Heading { level, text } => json!({ "kind": "heading", "level": level.depth(), "text": text }),
        Block::Paragraph { text } => json!({ "kind": "paragraph", "text": text }),
        Block::Table(table) => laid_out(table),
        Block::Chart(chart) => {
            let file = format!("chart-{}.svg", files.len());
            files.insert(file.clone(), Bytes::from_string(drawing::draw(chart, &fonts.sans).svg));
            json!({ "kind": "chart", "file": file, "caption": chart.caption(), "told": chart.told() })
        }
    };
    json!({
        "serif": fonts.serif,
        "sans": fonts.sans,
        "issuer": document.issuer,
        "title": document.title,
        "number": document.number,
        "date": document.date,
        "blocks": document.blocks.iter().map(&mut block).collect::<Vec<_>>(),
        "notes": document.notes,
    })
}

fn laid_out(table: &Table) -> Json {
    let rows: Vec<Vec<&str>> = table.rows.iter().map(|row| table.cells(row).collect()).collect();
    json!({
        "kind": "table",
        "caption": table.caption,
        "words": table.words,
        "shares": table.shares(),
        "headings": table.headings,
        "rows": rows,
    })
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.store.book()
    }

    fn main(&self) -> FileId {
        self.form.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.form.id() { Ok(self.form.clone()) } else { Err(FileError::NotSource) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_without_slash();
        self.files.get(path).cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.store.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests;
