//! A look is chosen by a form, kept in a cookie, and never mixed up between readers.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use tower::ServiceExt;

use super::fixture;

async fn choose(router: &Router, form: &'static str) -> Response {
    let request = Request::post("/look").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    router.clone().oneshot(request.body(Body::from(form)).unwrap()).await.unwrap()
}

/// The word on a page, asked with cookies.
async fn look(router: &Router, path: &str, cookies: &str) -> Option<String> {
    let request = Request::get(path).header(header::COOKIE, cookies).body(Body::empty()).unwrap();
    let body = router.clone().oneshot(request).await.unwrap().into_body();
    let text = String::from_utf8(to_bytes(body, 1 << 24).await.unwrap().to_vec()).unwrap();
    let rest = text.split("data-look=\"").nth(1)?;
    Some(rest.split('"').next().unwrap().to_owned())
}

#[tokio::test]
async fn a_choice_is_kept_and_leads_back() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let answer = choose(&router, "look=dark&back=%2Fcases%3Fyear%3D2020").await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()[header::LOCATION], "/cases?year=2020");
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("look=dark; Path=/; Max-Age=31536000;") && cookie.contains("HttpOnly"));
    let auto = choose(&router, "look=auto&back=//evil.example").await;
    assert_eq!(auto.headers()[header::LOCATION], "/", "one is not led away");
    assert!(auto.headers()[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(choose(&router, "look=neon").await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn readers_of_kept_pages_see_their_own_look() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for path in ["/", "/cases", "/nowhere"] {
        for _ in 0..2 {
            assert_eq!(look(&router, path, "look=dark").await.as_deref(), Some("dark"), "{path}");
            assert_eq!(look(&router, path, "other=1; look=contrast").await.as_deref(), Some("contrast"), "{path}");
            assert_eq!(look(&router, path, "other=1").await, None, "{path}");
        }
    }
}
