//! The fonts of the system: found once a process, by name, never downloaded and never carried along.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb;
use typst::text::FontBook;
use typst_kit::fonts::FontStore;

use crate::error::PrintError;

/// Families with Chinese serifs, the wished for first.
const SERIF: &[&str] =
    &["Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "FangSong", "SimSun", "Songti SC"];
/// Families without serifs.
const SANS: &[&str] =
    &["Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "SimHei", "PingFang SC", "WenQuanYi Zen Hei"];

/// The fonts a document is set in.
pub(crate) struct Fonts {
    /// All fonts, loaded when used.
    pub(crate) store: FontStore,
    /// The same for pictures.
    pub(crate) pictures: Arc<fontdb::Database>,
    /// Family of the text.
    pub(crate) serif: String,
    /// Family of headings and tables.
    pub(crate) sans: String,
}

static FONTS: LazyLock<Option<Fonts>> = LazyLock::new(find);

/// The fonts of the system.
pub(crate) fn fonts() -> Result<&'static Fonts, PrintError> {
    FONTS.as_ref().ok_or(PrintError::NoFont)
}

fn find() -> Option<Fonts> {
    let mut store = FontStore::new();
    store.extend(typst_kit::fonts::system());
    let (serif, sans) = families(store.book())?;
    let mut pictures = fontdb::Database::new();
    pictures.load_system_fonts();
    Some(Fonts { store, pictures: Arc::new(pictures), serif, sans })
}

/// A family with and one without serifs; one stands in for the other, none at all is no set of fonts.
fn families(book: &FontBook) -> Option<(String, String)> {
    let first = |wished: &[&str]| {
        wished.iter().find(|name| book.contains_family(&name.to_lowercase())).map(|n| (*n).to_owned())
    };
    let (serif, sans) = (first(SERIF), first(SANS));
    let serif = serif.or_else(|| sans.clone())?;
    Some((serif.clone(), sans.unwrap_or(serif)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_chinese_font_there_are_no_fonts() {
        assert_eq!(families(&FontBook::new()), None);
    }

    #[test]
    fn one_family_stands_in_for_the_other() {
        let fonts = fonts().unwrap();
        let serif = fonts.store.book().select_family(&fonts.serif.to_lowercase()).next().unwrap();
        let book = FontBook::from_infos(fonts.store.book().info(serif).cloned());
        assert_eq!(families(&book), Some((fonts.serif.clone(), fonts.serif.clone())));
    }
}
