//! Courts side by side, and what has been open for long.

use axum::http::StatusCode;

use super::{Answer, fixture, get, sound_page};

fn main_of(page: &Answer) -> &str {
    page.text.split("<main").nth(1).unwrap().split("</main>").next().unwrap()
}

#[tokio::test]
async fn courts_stand_side_by_side_under_one_address() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let page = get(&router, "/compare?courts=辽0102,辽01&year=2020").await;
    assert_eq!(page.status, StatusCode::OK);
    sound_page("/compare", &page);
    for words in ["是否在参考区间内", "结案率：2 家中 1 家高于全省", "和平区法院", "沈阳中院", "同类法院", "移去"]
    {
        assert!(page.text.contains(words), "lacks {words}");
    }
    assert!(!page.text.contains("同级名次") && !page.text.contains("第 1 名"), "nobody is ranked");
    let chosen = get(&router, "/compare?year=2020&court=辽0102&court=辽01").await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    assert_eq!(chosen.header("location"), "/compare?courts=%E8%BE%BD0102,%E8%BE%BD01&year=2020");
    let none = get(&router, "/compare").await;
    assert_eq!(none.status, StatusCode::OK);
    assert!(none.text.contains("还没有选法院"));
}

#[tokio::test]
async fn a_comparison_that_cannot_be_says_all_that_is_wrong() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for (path, words) in [
        ("/compare?courts=辽01,辽02,辽03,辽04,辽05,辽06,辽07", "选了 7 家法院，一次最多对比 6 家"),
        ("/compare?courts=辽01,京01", "没有代字为“京01”的法院"),
        ("/compare?court=辽01&court=辽01", "写了不止一次"),
        ("/compare?courts=辽01&by=X", "没有编号为“X”的指标"),
        ("/compare?courts=辽01&year=abc", "不是年份"),
    ] {
        let page = get(&router, path).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}");
        sound_page(path, &page);
        assert!(page.text.contains(words), "{path} lacks {words}");
        assert!(page.text.contains("对比所选法院"), "{path}: the choice can be changed at once");
    }
    assert_eq!(get(&router, "/compare.csv?courts=京01").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn places_are_told_only_where_the_site_was_started_with_them() {
    let (state, _folder) = fixture::state().await;
    let path = "/compare.csv?courts=辽0102,辽01&year=2020";
    let plain = get(&web::router(state.clone()), path).await.text;
    let ranked = get(&web::router(state.with_ranking(true)), path).await.text;
    assert!(!plain.contains("名次") && ranked.contains("同级名次"));
    assert_eq!(plain.lines().count(), ranked.lines().count());
}

#[tokio::test]
async fn what_is_open_for_long_opens_from_every_number() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for path in ["/aged", "/aged?court=辽0102", "/courts/辽0102"] {
        let page = get(&router, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        sound_page(path, &page);
        let from = if path.starts_with("/courts") { "id=\"judges\"" } else { "<h1" };
        let mut opened = 0;
        for link in main_of(&page).split(from).nth(1).unwrap().split("<a href=\"/cases?figure=").skip(1) {
            let (tag, rest) = link.split_once('>').unwrap();
            let query = tag.split('"').next().unwrap();
            let n = rest.split('<').next().unwrap();
            let list = get(&router, &format!("/cases?figure={}", query.replace("&#38;", "&"))).await;
            assert!(list.text.contains(&format!("共 {n} 件")), "{path}: {query} says {n}");
            opened += 1;
        }
        assert!(opened > 2, "{path}: {opened}");
    }
    let court = get(&router, "/aged?court=辽0102").await.text;
    assert!(court.contains("承办法官 17 号") && court.contains("民间借贷纠纷") && court.contains("民初"));
    let province = get(&router, "/aged").await.text;
    assert!(province.contains("和平区法院") && !province.contains("承办法官 17 号"), "no judges over the province");
    assert_eq!(get(&router, "/aged?court=京01").await.status, StatusCode::NOT_FOUND);
    let empty = get(&router, "/aged?court=辽02").await;
    assert!(empty.text.contains("没有未结案件"));
    let file = get(&router, "/aged.csv?year=2020").await.text;
    assert_eq!(file.lines().count(), 129);
    assert!(file.lines().any(|line| line.contains("辽0102") && line.contains(",1,0,0,0,1,")), "{file}");
}

#[tokio::test]
async fn an_indicator_tells_what_moved_it() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let page = get(&router, "/indicators/C-003").await.text;
    for words in ["哪些法院带动了全省", "沈阳中院", "哪些类型的案件带动了全省", "民终"] {
        assert!(page.contains(words), "lacks {words}");
    }
    assert!(!page.contains("比 2019 年"), "the logs do not hold the year before");
}
