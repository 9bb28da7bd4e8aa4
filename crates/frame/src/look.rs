//! How pages look: as the device asks, light, dark or with strong contrast. The choice is one word in one cookie; it is
//! made by a form, so it needs no script.

use axum::extract::Form;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::fault::Fault;

/// The cookie's name.
const COOKIE: &str = "look";
/// Seconds the choice is kept: a year.
const KEPT: u32 = 31_536_000;

/// How pages look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// As the device asks.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// With strong contrast, light or dark as the device asks.
    Contrast,
}

impl Look {
    /// All there are, in the order they are offered.
    pub const ALL: [Look; 4] = [Look::Auto, Look::Light, Look::Dark, Look::Contrast];

    /// The word in the cookie and on the page.
    pub const fn word(self) -> &'static str {
        match self {
            Look::Auto => "auto",
            Look::Light => "light",
            Look::Dark => "dark",
            Look::Contrast => "contrast",
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Look::Auto => "随系统",
            Look::Light => "浅色",
            Look::Dark => "深色",
            Look::Contrast => "高对比",
        }
    }

    fn read(word: &str) -> Option<Look> {
        Look::ALL.into_iter().find(|look| look.word() == word)
    }

    /// The look a reader has chosen; what is in other cookies changes nothing.
    pub fn of(headers: &HeaderMap) -> Look {
        let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let mut words = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
        words.find(|(name, _)| *name == COOKIE).and_then(|(_, word)| Look::read(word)).unwrap_or_default()
    }
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct Chosen {
    look: String,
    #[serde(default)]
    back: String,
}

/// `POST /look`: keeps the choice and goes back to the page it was made on.
pub async fn choose(Form(chosen): Form<Chosen>) -> Result<Response, Fault> {
    let look = Look::read(&chosen.look)
        .ok_or_else(|| Fault::unclear("没有这种显示方式", "请在页脚选随系统、浅色、深色或高对比。"))?;
    let age = if look == Look::Auto { 0 } else { KEPT };
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly", look.word());
    let back = if is_here(&chosen.back) { chosen.back.as_str() } else { "/" };
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(back)).into_response())
}

/// Whether an address is a page of this site: a path of plain characters, not another host's.
fn is_here(address: &str) -> bool {
    let plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain && address.starts_with('/') && !address.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(cookies: &[&'static str]) -> Look {
        let values = cookies.iter().map(|text| (header::COOKIE, header::HeaderValue::from_static(text)));
        Look::of(&HeaderMap::from_iter(values))
    }

    #[test]
    fn the_choice_is_read_from_its_own_cookie() {
        assert_eq!(look(&[]), Look::Auto);
        assert_eq!(look(&["a=b; look=dark; c=light"]), Look::Dark);
        assert_eq!(look(&["a=b", "look=contrast"]), Look::Contrast);
        assert_eq!(look(&["outlook=dark; look=neon"]), Look::Auto);
    }

    #[test]
    fn one_goes_back_to_this_site_alone() {
        for here in ["/", "/cases?court=%E8%BE%BD01&year=2020"] {
            assert!(is_here(here), "{here}");
        }
        for elsewhere in ["", "//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb", "/案件"] {
            assert!(!is_here(elsewhere), "{elsewhere}");
        }
    }
}
