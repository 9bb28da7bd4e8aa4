//! What every page has around it: title, navigation, search, the request's number.

use std::convert::Infallible;
use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use axum::response::Html;

use crate::assets::Assets;
use crate::fault::{Fault, Words};
use crate::look::Look;

/// The number of a request, shown on its page and in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

/// How many letters whoever signed in has not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread(pub i64);

/// What a handler knows of its request to frame the page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Style and script.
    pub assets: Arc<Assets>,
    /// Number of the request.
    pub request_id: String,
    /// Path asked for.
    pub path: String,
    /// The query behind it, as it was written.
    pub asked: String,
    /// How the reader wants it to look.
    pub look: Look,
    /// Letters not opened, for somebody who has an inbox.
    pub unread: Option<Unread>,
}

impl Frame {
    /// The frame with a title.
    pub fn shell(&self, title: impl Into<String>) -> Shell {
        Shell {
            assets: Arc::clone(&self.assets),
            request_id: self.request_id.clone(),
            path: self.path.clone(),
            asked: self.asked.clone(),
            look: self.look,
            unread: self.unread,
            title: title.into(),
            query: String::new(),
        }
    }
}

/// A state that has what frames are made of.
pub trait Framed: Send + Sync {
    /// Style and script.
    fn assets(&self) -> Arc<Assets>;
}

impl<S: Framed> FromRequestParts<S> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Frame, Infallible> {
        let request_id = parts.extensions.get::<RequestId>().map_or_else(String::new, |id| id.0.clone());
        Ok(Frame {
            assets: state.assets(),
            request_id,
            path: parts.uri.path().to_owned(),
            asked: asked(&parts.uri),
            look: Look::of(&parts.headers),
            unread: parts.extensions.get::<Unread>().copied(),
        })
    }
}

/// The frame of one page.
#[derive(Debug, Clone)]
pub struct Shell {
    assets: Arc<Assets>,
    /// Number of the request.
    pub request_id: String,
    path: String,
    asked: String,
    look: Look,
    unread: Option<Unread>,
    /// Title of the page.
    pub title: String,
    /// What stands in the search box.
    pub query: String,
}

/// An entry of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NavItem {
    /// Name.
    pub name: &'static str,
    /// Address.
    pub href: &'static str,
    /// Whether the page belongs to it.
    pub current: bool,
}

/// Name, address, and the beginnings of the addresses that belong to it.
pub const NAV: [(&str, &str, &[&str]); 9] = [
    (
        "办事",
        "/service",
        &["/service", "/sign-in", "/me", "/drafts", "/filings", "/inbox", "/desk", "/admin", "/notices"],
    ),
    ("概览", "/", &["/courts", "/compare", "/aged"]),
    ("案件", "/cases", &["/cases"]),
    ("记录", "/entries", &["/entries"]),
    ("指标", "/indicators", &["/indicators"]),
    ("法律", "/laws", &["/laws"]),
    ("报告", "/reports", &["/reports", "/bulletins"]),
    ("核对", "/verify", &["/verify"]),
    ("名词", "/glossary", &["/glossary"]),
];

impl Shell {
    /// Style sheets.
    pub fn styles(&self) -> &[String] {
        &self.assets.styles
    }

    /// Module scripts.
    pub fn scripts(&self) -> &[String] {
        &self.assets.scripts
    }

    /// The look that was chosen; none when it is the device's.
    pub fn look(&self) -> Option<&'static str> {
        (self.look != Look::Auto).then(|| self.look.word())
    }

    /// All looks: word, name, and whether it is this one.
    pub fn looks(&self) -> [(&'static str, &'static str, bool); 4] {
        Look::ALL.map(|look| (look.word(), look.name(), look == self.look))
    }

    /// Letters not opened; none for whoever has no inbox.
    pub fn unread(&self) -> Option<i64> {
        self.unread.map(|unread| unread.0)
    }

    /// Whether this page is at a path.
    pub fn is_at(&self, path: &str) -> bool {
        self.path == path
    }

    /// The address of this page.
    pub fn here(&self) -> String {
        if self.asked.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.asked) }
    }

    /// The navigation, with the page's own entry marked.
    pub fn nav(&self) -> Vec<NavItem> {
        NAV.iter()
            .map(|(name, href, below)| {
                let current = self.path == *href || below.iter().any(|prefix| self.path.starts_with(prefix));
                NavItem { name, href, current }
            })
            .collect()
    }
}

/// The query of an address, as it was written.
pub fn asked(uri: &Uri) -> String {
    uri.query().unwrap_or("").to_owned()
}

/// Addresses of the files that hold what a page lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exports {
    /// As CSV.
    pub csv: String,
    /// As a workbook, where there is one.
    pub xlsx: Option<String>,
}

impl Shell {
    /// Where the list of this page can be had as a file; the filter goes with it, the place in the list does not.
    pub fn exports(&self) -> Option<Exports> {
        let path = match self.path.as_str() {
            "/" => "/courts",
            "/cases" | "/entries" | "/indicators" | "/compare" | "/aged" => self.path.as_str(),
            path if path.starts_with("/indicators/") => path,
            _ => return None,
        };
        let kept = |pair: &&str| {
            let name = pair.split('=').next().unwrap_or("");
            !["after", "trail", "at", ""].contains(&name) && (path != "/courts" || name == "year")
        };
        let asked = self.asked.split('&').filter(kept).collect::<Vec<_>>().join("&");
        let sign = if asked.is_empty() { "" } else { "?" };
        let to = |end: &str| format!("{path}.{end}{sign}{asked}");
        Some(Exports { csv: to("csv"), xlsx: (path != "/entries").then(|| to("xlsx")) })
    }
}

/// Renders a page.
pub fn render(page: &impl Template) -> Result<Html<String>, Fault> {
    page.render().map(Html).map_err(|cause| Fault::unavailable(&cause))
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    fault: Words,
}

/// The page of a fault; a bare sentence should even that fail.
pub fn fault_page(frame: &Frame, fault: &Fault) -> Html<String> {
    let fault = fault.words();
    let fallback = format!("{}：{}", fault.heading, fault.what);
    let page = ErrorPage { shell: frame.shell(fault.heading), fault };
    Html(page.render().unwrap_or(fallback))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(path: &str) -> Frame {
        Frame {
            assets: Arc::new(Assets::default()),
            request_id: "r-1".to_owned(),
            path: path.to_owned(),
            asked: String::new(),
            look: Look::Auto,
            unread: None,
        }
    }

    #[test]
    fn a_chosen_look_is_on_the_page_and_can_be_changed_where_one_is() {
        let frame = Frame { look: Look::Dark, asked: "year=2020".to_owned(), ..frame("/nowhere") };
        let Html(page) = fault_page(&frame, &Fault::NotFound("没有这个页面".to_owned()));
        assert!(page.contains("<html lang=\"zh-CN\" data-look=\"dark\">"));
        assert!(page.contains("name=\"back\" value=\"/nowhere?year=2020\""));
        assert_eq!(page.matches("aria-pressed=\"true\"").count(), 1);
    }

    #[test]
    fn a_list_can_be_had_as_a_file_with_its_filter() {
        let exports = |path: &str, asked: &str| Frame { asked: asked.to_owned(), ..frame(path) }.shell("x").exports();
        let cases = exports("/cases", "court=%E8%BE%BD01&after=3.9&trail=").unwrap();
        assert_eq!(cases.csv, "/cases.csv?court=%E8%BE%BD01");
        assert_eq!(cases.xlsx.as_deref(), Some("/cases.xlsx?court=%E8%BE%BD01"));
        assert_eq!(exports("/", "year=2020&sort=rate").unwrap().csv, "/courts.csv?year=2020");
        assert_eq!(exports("/indicators/I-020", "").unwrap().csv, "/indicators/I-020.csv");
        assert_eq!(exports("/entries", "").unwrap().xlsx, None);
        assert_eq!(exports("/glossary", ""), None);
    }

    #[test]
    fn whoever_has_an_inbox_sees_how_much_is_new_in_it() {
        let Html(without) = fault_page(&frame("/"), &Fault::NotFound("x".to_owned()));
        assert!(!without.contains("/me/inbox"));
        for (unread, told) in [(0, "data-unread=\"0\" hidden>"), (3, "data-unread=\"3\">3")] {
            let frame = Frame { unread: Some(Unread(unread)), ..frame("/") };
            let Html(page) = fault_page(&frame, &Fault::NotFound("x".to_owned()));
            assert!(page.contains("href=\"/me/inbox\"") && page.contains(told), "{page}");
        }
    }

    #[test]
    fn the_navigation_marks_where_the_reader_is() {
        for (path, name) in
            [("/", "概览"), ("/courts/辽01", "概览"), ("/cases/辽01/3", "案件"), ("/indicators/I-020", "指标")]
        {
            let nav = frame(path).shell("x").nav();
            let current: Vec<_> = nav.iter().filter(|item| item.current).map(|item| item.name).collect();
            assert_eq!(current, [name], "{path}");
        }
    }

    #[test]
    fn an_error_page_has_the_request_number_and_no_inline_style() {
        let Html(page) = fault_page(&frame("/nowhere"), &Fault::NotFound("没有这个页面<x>".to_owned()));
        assert!(page.contains("r-1") && page.contains("没有找到") && page.contains("没有这个页面&#60;x&#62;"));
        assert!(!page.contains("style=\""));
    }
}
