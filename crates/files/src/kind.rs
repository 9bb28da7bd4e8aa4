//! Kinds of files that are taken, and the limits, from `data/files.toml`. Nothing is opened here.

use std::sync::LazyLock;

use serde::Deserialize;

/// What a file is by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpg,
    /// PNG.
    Png,
    /// Word 2007 and later.
    Docx,
    /// Excel 2007 and later.
    Xlsx,
    /// Plain text.
    Txt,
    /// MPEG audio.
    Mp3,
    /// RIFF audio.
    Wav,
    /// MPEG-4 audio.
    M4a,
    /// MPEG-4 video.
    Mp4,
    /// QuickTime video.
    Mov,
    /// An archive.
    Zip,
}

/// A kind of file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// What it is.
    #[serde(rename = "word")]
    pub form: Form,
    /// Chinese name.
    pub zh: String,
    /// Media type it is sent with.
    pub media: String,
    /// How names of such files end.
    pub ends: Vec<String>,
    /// Bytes at most.
    pub most_bytes: u64,
    /// A browser shows it in place; any other is saved.
    pub shown: bool,
}

/// How much is taken.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Characters of a name.
    pub name_longest: usize,
    /// Files of one draft or matter.
    pub place_most: i64,
    /// Uploads of an account under way.
    pub unfinished_most: i64,
    /// Days until what was not finished is thrown away.
    pub unfinished_days: i64,
    /// Pixels of a picture.
    pub picture_pixels: u64,
    /// Pixels of a side.
    pub picture_side: u64,
    /// Entries of an archive.
    pub archive_entries: u64,
    /// Bytes of an archive, unpacked.
    pub archive_bytes: u64,
    /// How many times its packed size an archive unpacks to.
    pub archive_ratio: u64,
    /// The ratio is asked of what unpacks to more.
    pub ratio_from: u64,
    /// Bytes of an office file, unpacked.
    pub office_bytes: u64,
    /// Bytes of an office file inside an archive.
    pub inner_office_bytes: u64,
    /// Bytes of one packed list inside a PDF, unpacked.
    pub pdf_list_bytes: u64,
    /// Bytes of a picture of a notice.
    pub notice_bytes: u64,
    /// Bytes of a file sent with a plain form.
    pub form_bytes: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    limits: Limits,
    kind: Vec<Kind>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // a table that does not read takes no file at all; a test reads it
    let read: Result<Table, _> = toml::from_str(include_str!("../../../data/files.toml"));
    read.unwrap_or_else(|_| Table { limits: Limits::default(), kind: Vec::new() })
});

/// The limits.
pub static LIMITS: LazyLock<Limits> = LazyLock::new(|| TABLE.limits.clone());

/// All kinds that are taken.
pub fn kinds() -> &'static [Kind] {
    &TABLE.kind
}

/// Bytes of the largest file that is taken, of any kind.
pub fn largest() -> u64 {
    kinds().iter().map(|kind| kind.most_bytes).max().unwrap_or(0)
}

impl Form {
    /// The word in entries and tables.
    pub const fn word(self) -> &'static str {
        match self {
            Form::Pdf => "pdf",
            Form::Jpg => "jpg",
            Form::Png => "png",
            Form::Docx => "docx",
            Form::Xlsx => "xlsx",
            Form::Txt => "txt",
            Form::Mp3 => "mp3",
            Form::Wav => "wav",
            Form::M4a => "m4a",
            Form::Mp4 => "mp4",
            Form::Mov => "mov",
            Form::Zip => "zip",
        }
    }

    /// The kind of it.
    pub fn kind(self) -> Option<&'static Kind> {
        kinds().iter().find(|kind| kind.form == self)
    }

    /// The form of a word.
    pub fn parse(word: &str) -> Option<Form> {
        kinds().iter().map(|kind| kind.form).find(|form| form.word() == word)
    }

    /// The form a name claims to be.
    pub fn of_name(name: &str) -> Option<Form> {
        let (_, end) = name.rsplit_once('.')?;
        let end = end.to_ascii_lowercase();
        kinds().iter().find(|kind| kind.ends.contains(&end)).map(|kind| kind.form)
    }

    /// Forms a person may well name by each other's endings: pictures, recordings.
    const fn family(self) -> u8 {
        match self {
            Form::Jpg | Form::Png => 1,
            Form::Mp3 | Form::Wav | Form::M4a | Form::Mp4 | Form::Mov => 2,
            Form::Pdf => 3,
            Form::Docx => 4,
            Form::Xlsx => 5,
            Form::Txt => 6,
            Form::Zip => 7,
        }
    }

    /// Whether a name that claims one form may hold the other.
    pub const fn passes_for(self, claimed: Form) -> bool {
        self.family() == claimed.family()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_every_form_has_its_kind() {
        assert!(toml::from_str::<Table>(include_str!("../../../data/files.toml")).is_ok());
        assert_eq!(kinds().len(), 12);
        assert_eq!(largest(), 2 * 1024 * 1024 * 1024);
        for kind in kinds() {
            assert_eq!(Form::parse(kind.form.word()), Some(kind.form));
            assert_eq!(kind.form.kind().map(|one| one.form), Some(kind.form));
            assert!(kind.ends.iter().all(|end| Form::of_name(&format!("a.{end}")) == Some(kind.form)), "{kind:?}");
        }
        assert!(LIMITS.name_longest > 0 && LIMITS.unfinished_days > 0);
    }

    #[test]
    fn names_claim_a_form_by_their_end() {
        assert_eq!(Form::of_name("合同.PDF"), Some(Form::Pdf));
        assert_eq!(Form::of_name("合同.pdf.exe"), None);
        assert_eq!(Form::of_name("pdf"), None);
        assert!(
            Form::Jpg.passes_for(Form::Png) && !Form::Png.passes_for(Form::Pdf) && !Form::Zip.passes_for(Form::Docx)
        );
    }
}
