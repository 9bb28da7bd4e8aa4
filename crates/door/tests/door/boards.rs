//! Notices with pictures, as the registry hangs them up and anybody reads them.

use axum::http::StatusCode;

use crate::browser::House;
use crate::files::{PARTS, parts, png, text_of, told};

pub async fn a_notice_has_a_picture_and_says_it_in_words(house: House) {
    let mut registrar = house.staff("registrar").await;
    let winter = registrar.get("/notices/1").await;
    assert!(winter.text.contains("<svg") && winter.text.contains("aria-label=\"三幅小图"), "{}", winter.text);
    let page = registrar.get("/desk/notices").await;
    let fields = [("title", "大厅改在东门"), ("text", "南门维修，请走东门。"), ("from", "2020-03-02")];
    registrar.submit(&page, "/desk/notices", &fields).await;
    let page = registrar.get("/desk/notices").await;
    let to = format!("/desk/notices/{}/picture", page.between("action=\"/desk/notices/", "/picture\""));
    let csrf = page.csrf();
    for (alt, file, why) in [
        ("", Some(("门.png", png())), "说明图片的内容"),
        ("东门", None, "没有选图片"),
        ("东门", Some(("门.txt", b"text".to_vec())), "没有选图片"),
        ("东门", Some(("门.png", vec![0; 3_000_000])), "最多上传 2 MB"),
    ] {
        let files: Vec<(&str, &[u8])> = file.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let (status, _, body) =
            registrar.raw("POST", &to, &[PARTS], parts(&[("csrf", &csrf), ("alt", alt)], &files)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(text_of(&body).contains(why), "{}", text_of(&body));
    }
    let sent = parts(&[("csrf", &csrf), ("alt", "东门的位置图")], &[("门.png", &png())]);
    let (status, headers, body) = registrar.raw("POST", &to, &[PARTS], sent).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{}", text_of(&body));
    let notice = told(&headers, "location").to_owned();
    let mut anybody = house.browser();
    assert!(anybody.get(&notice).await.text.contains("alt=\"东门的位置图\""));
    let (status, headers, body) = anybody.raw("GET", &format!("{notice}/picture"), &[], Vec::new()).await;
    assert_eq!((status, told(&headers, "content-type"), body), (StatusCode::OK, "image/png", png()));
    assert_eq!(anybody.get("/notices/1/picture").await.status, StatusCode::NOT_FOUND);
    let sheet = anybody.get(&format!("/api/v1{notice}")).await;
    assert!(sheet.text.contains("东门的位置图"), "{}", sheet.text);
    let mut elsewhere = house.staff("elsewhere").await;
    let csrf = elsewhere.own_csrf().await;
    let sent = parts(&[("csrf", &csrf), ("alt", "别院的图")], &[("门.png", &png())]);
    let (status, _, _) = elsewhere.raw("POST", &to, &[PARTS], sent).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "another court's notice");
}
