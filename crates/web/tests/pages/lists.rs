//! The case list: conditions and orders in the address, what is wrong told all at once, figures that open.

use axum::Router;
use axum::http::StatusCode;

use crate::{fixture, get, sound_page};

/// The case numbers of a list, in its order.
async fn numbers(router: &Router, path: &str) -> Vec<String> {
    let page = get(router, path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    sound_page(path, &page);
    let rows = page.text.split("<tbody").nth(1).unwrap_or("").split("<tr>").skip(1);
    rows.map(|row| row.split('>').nth(2).unwrap().split('<').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_list_stands_in_the_order_that_is_asked_for() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let (first, second, appeal) = (fixture::NUMBER, "（2020）辽0102民初2号", "（2020）辽01民终1号");
    for (sort, order) in [
        ("", [appeal, first, second]),
        ("accepted", [second, first, appeal]),
        ("-accepted", [appeal, first, second]),
        ("closed", [first, appeal, second]),
        ("-closed", [appeal, first, second]),
        ("running", [first, appeal, second]),
        ("-running", [second, appeal, first]),
        ("amount", [appeal, first, second]),
    ] {
        assert_eq!(numbers(&router, &format!("/cases?sort={sort}")).await, order, "{sort}");
    }
    let page = get(&router, "/cases?sort=-closed").await.text;
    assert!(
        page.contains("aria-sort=\"descending\"><a href=\"/cases?sort=closed\">结案日"),
        "the next click turns it round"
    );
}

#[tokio::test]
async fn a_list_narrows_and_each_condition_can_be_taken_away() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let path = "/cases?court=辽0102&open=1&amount_from=12000&amount_to=12345";
    assert_eq!(numbers(&router, path).await, ["（2020）辽0102民初2号"]);
    let page = get(&router, path).await.text;
    for (words, without) in [
        ("沈阳市和平区人民法院", "/cases?amount_from=12000&#38;amount_to=12345&#38;open=1"),
        ("标的额 12,000 至 12,345 元", "/cases?court=%E8%BE%BD0102&#38;open=1"),
    ] {
        assert!(page.contains(&format!("<span>{words}</span> <a href=\"{without}\"")), "{words}");
    }
    assert_eq!(numbers(&router, "/cases?amount_from=12346").await, Vec::<String>::new());
}

#[tokio::test]
async fn all_that_is_wrong_with_a_list_is_said_at_once() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let path = "/cases?court=京01&state=x&from=2020-02-30&closed_to=3月&amount_from=多&judge=李&cause=y&sort=z";
    let page = get(&router, path).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    sound_page(path, &page);
    for told in ["有 8 处不能读", "京01", "“x”", "2020-02-30", "3月", "“多”", "“李”", "“y”", "“z”"]
    {
        assert!(page.text.contains(told), "{told}");
    }
    for after in ["3.1", "0.3.1", "x.3.1", "9.9.9", "-", "1234500.3.10"] {
        let path = format!("/cases?sort=amount&after={after}");
        let forged = after != "1234500.3.10";
        assert_eq!(get(&router, &path).await.status == StatusCode::BAD_REQUEST, forged, "{after}");
    }
}

#[tokio::test]
async fn every_number_of_a_bulletin_opens_to_what_it_counts() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let page = get(&router, "/bulletins/2020/6").await.text;
    let mut opened = 0;
    for link in
        page.split("<a href=\"").skip(1).filter(|link| link.starts_with("/cases?") || link.starts_with("/entries?"))
    {
        let (href, rest) = link.split_once("\">").unwrap();
        let said = rest.split('<').next().unwrap();
        let list = get(&router, &href.replace("&#38;", "&")).await;
        assert_eq!(list.status, StatusCode::OK, "{href}");
        let counts = ["C-001", "C-002", "C-003", "C-004"].iter().any(|id| href.contains(id));
        if counts && href.contains("part=num") {
            assert!(list.text.contains(&format!("共 {said} 件")), "{href} said {said}");
            opened += 1;
        }
    }
    assert!(opened >= 9, "{opened}");
    assert!(page.contains("through=6") && page.contains("month=5"), "the year so far and the month before open too");
}
