//! The built style and script, embedded in the binary and named by their content. Never reads a file at run time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use serde::Deserialize;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Dist;

#[derive(Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    css: Vec<String>,
    #[serde(default, rename = "isEntry")]
    is_entry: bool,
}

/// Addresses of the style and script of every page; both empty when the assets were not built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// Style sheets.
    pub styles: Vec<String>,
    /// Module scripts.
    pub scripts: Vec<String>,
}

impl Assets {
    /// Reads the manifest the build left; says in the log when there is none.
    pub fn load() -> Assets {
        let manifest = Dist::get("manifest.json").map(|file| file.data);
        let chunks: BTreeMap<String, Chunk> = match manifest.map(|data| serde_json::from_slice(&data)) {
            Some(Ok(chunks)) => chunks,
            Some(Err(cause)) => {
                tracing::warn!(%cause, "the manifest of the web assets cannot be read; pages are plain");
                BTreeMap::new()
            }
            None => {
                tracing::warn!("the web assets were not built; pages are plain");
                BTreeMap::new()
            }
        };
        Assets::of(&chunks)
    }

    fn of(chunks: &BTreeMap<String, Chunk>) -> Assets {
        let mut assets = Assets::default();
        for chunk in chunks.values().filter(|chunk| chunk.is_entry) {
            assets.scripts.push(format!("/assets/{}", chunk.file));
            assets.styles.extend(chunk.css.iter().map(|file| format!("/assets/{file}")));
        }
        assets
    }
}

const SEAL: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\">\
<rect x=\"2\" y=\"2\" width=\"28\" height=\"28\" fill=\"#fbfaf6\" stroke=\"#b23a2a\" stroke-width=\"3\"/>\
<path d=\"M9 9h6v12H9zM9 15h6M19 9h5v14l-2-1M19 14h5M19 18h5M19 9v9l-2 5\" fill=\"none\" stroke=\"#b23a2a\" stroke-width=\"2\"/></svg>";

/// The mark in the browser's tab.
pub async fn favicon() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")], SEAL)
}

/// One asset. Its name carries its digest, so it may be kept for ever.
pub async fn asset(Path(path): Path<String>) -> Response {
    let Some(file) = Dist::get(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let body = match file.data {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    let mut response = Response::new(body);
    let kind =
        HeaderValue::from_str(file.metadata.mimetype()).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_entry_is_on_the_page() {
        let chunks = serde_json::from_str(
            r#"{"src/chart.ts":{"file":"chart-a.js","isDynamicEntry":true},
                "src/main.ts":{"file":"main-b.js","isEntry":true,"css":["main-c.css"]}}"#,
        )
        .unwrap();
        let assets = Assets::of(&chunks);
        assert_eq!(assets.scripts, ["/assets/main-b.js"]);
        assert_eq!(assets.styles, ["/assets/main-c.css"]);
    }

    #[tokio::test]
    async fn an_unknown_asset_is_not_found() {
        assert_eq!(asset(Path("no.js".to_owned())).await.status(), StatusCode::NOT_FOUND);
    }
}
