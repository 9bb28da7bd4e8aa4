//! Importing old cases at the desk and over the API: a dry run, then all of it or nothing.

use axum::http::{Method, StatusCode};

use crate::browser::{Answer, Browser, House};
use crate::filing::court;

const HEADING: &str = "案号,案由,原告或申请人,原告类型,被告或被申请人,被告类型,立案日期,分案日期,承办法官,适用程序";

fn row(serial: u32) -> String {
    format!("（2019）辽0102民初{serial}号,买卖合同纠纷,张三,自然人,某公司,单位,2019-05-06,2019-05-07,judge11,简易程序")
}

fn table(rows: &[String]) -> Vec<u8> {
    format!("{HEADING}\r\n{}\r\n", rows.join("\r\n")).into_bytes()
}

/// Hands a file in and opens the page it leads to.
async fn checked(browser: &mut Browser<'_>, file: &[u8]) -> (String, Answer) {
    let page = browser.get("/desk/import").await;
    let done = browser.upload(&page, "/desk/import", file).await;
    let at = done.to.unwrap_or_else(|| panic!("{}", done.text));
    for _ in 0..200 {
        let page = browser.get(&at).await;
        if !page.text.contains("正在核对") {
            return (at, page);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("never checked");
}

pub async fn old_cases_are_checked_then_imported_whole(house: House) {
    let mut registrar = house.staff("registrar").await;
    assert!(registrar.get("/desk").await.text.contains("/desk/import"));
    let template = registrar.get("/desk/import/template.xlsx").await;
    assert!(template.text.starts_with("PK"));
    let (at, page) = checked(&mut registrar, &table(&[row(1), row(2), row(5)])).await;
    assert!(page.text.contains("全部无误") && page.text.contains("2 个：3、4"), "{}", page.text);
    assert_eq!(house.docket.size(court()).await.unwrap(), 0, "nothing is stored by a dry run");

    let mut clerk = house.staff("clerk").await;
    assert_eq!(clerk.get(&at).await.status, StatusCode::FORBIDDEN);
    let mut elsewhere = house.staff("elsewhere").await;
    assert_eq!(elsewhere.get(&at).await.status, StatusCode::NOT_FOUND, "another's file");
    assert_eq!(elsewhere.does("/me/account", &format!("{at}/run"), &[]).await.status, StatusCode::NOT_FOUND);

    let run = format!("{at}/run");
    assert_eq!(registrar.send(&run, &[]).await.status, StatusCode::FORBIDDEN, "not without the page's token");
    let done = registrar.submit(&page, &run, &[]).await;
    assert_eq!(done.to.as_deref(), Some(at.as_str()), "{}", done.text);
    let page = registrar.get(&at).await;
    assert!(page.text.contains("3 件旧案已经全部导入"), "{}", page.text);
    let again = registrar.does("/desk/import", &run, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "a second click does nothing");
    assert_eq!(house.docket.size(court()).await.unwrap(), 7);
    let listed = registrar.get("/desk/import").await;
    assert!(listed.text.contains("/entries/") && !listed.text.contains("还没有导入过"), "{}", listed.text);
    assert!(
        registrar.get("/desk/cases").await.text.contains("民初5号")
            || house.docket.counters().await.unwrap()[0].last == 5
    );
    let (_, twice) = checked(&mut registrar, &table(&[row(1), row(2), row(5)])).await;
    assert!(twice.text.contains("已经导入过") && !twice.text.contains("第二步"), "{}", twice.text);
    house.later(61);
    assert!(!registrar.get(&at).await.text.contains("导入完成"), "kept for an hour");
    house.verified().await;
}

pub async fn a_bad_file_is_told_and_imports_nothing(house: House) {
    let mut registrar = house.staff("registrar").await;
    let bad = row(2).replace("judge11", "<script>alert(1)</script>").replace("2019-05-06", "2019-02-30");
    let (at, page) = checked(&mut registrar, &table(&[row(1), bad, row(1)])).await;
    for words in ["读到 3 行，其中 2 行有误", "不是日期", "没有登记过这名法官", "与第 2 行的案号相同"]
    {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(!page.text.contains("<script>alert") && !page.offers(&format!("{at}/run")), "{}", page.text);
    let forced = registrar.does("/desk/import", &format!("{at}/run"), &[]).await;
    assert_eq!(forced.status, StatusCode::CONFLICT);
    let plain = registrar.get(&format!("{at}/faults.csv")).await;
    assert_eq!(plain.text.trim_end().split("\r\n").count(), 4, "{}", plain.text);
    assert!(registrar.get(&format!("{at}/faults.xlsx")).await.text.starts_with("PK"));
    for (file, words) in [
        (b"%PDF-1.7".as_slice(), "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        (b"", "空的"),
        ("甲,乙\n1,2\n".as_bytes(), "缺少列"),
    ] {
        let (_, page) = checked(&mut registrar, file).await;
        assert!(page.text.contains("不能核对") && page.text.contains(words), "{words}: {}", page.text);
    }
    let page = registrar.get("/desk/import").await;
    let large = registrar.upload(&page, "/desk/import", &vec![b'x'; 21 << 20]).await;
    assert_eq!(large.status, StatusCode::BAD_REQUEST, "{}", large.text);
    assert!(large.text.contains("20 MB"), "{}", large.text);
    let bent = registrar.ask_as(Method::POST, "/desk/import", "multipart/form-data", b"x".to_vec()).await;
    assert_eq!(bent.status, StatusCode::BAD_REQUEST);
    registrar.origin = Some("https://evil.example");
    assert_eq!(registrar.upload(&page, "/desk/import", b"x").await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.docket.size(court()).await.unwrap(), 0);
}

pub async fn old_cases_are_imported_over_the_api(house: House) {
    let mut registrar = house.staff("registrar").await;
    let csv = "text/csv";
    registrar.tries(&Method::GET, "/api/v1/me", "").await;
    let wrong = registrar.ask_as(Method::POST, "/api/v1/desk/imports", "application/json", table(&[row(1)])).await;
    assert_eq!(wrong.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let read = |answer: &Answer| serde_json::from_str::<serde_json::Value>(&answer.text).unwrap();
    let sent = registrar.ask_as(Method::POST, "/api/v1/desk/imports", csv, table(&[row(1), row(1)])).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    let sheet = read(&sent);
    assert_eq!((&sheet["state"], &sheet["findings"]["bad"]), (&"checked".into(), &1.into()), "{sheet}");
    let one = format!("/api/v1/desk/imports/{}", sheet["id"].as_str().unwrap());
    assert_eq!(read(&registrar.get(&format!("{one}/faults")).await)[0]["row"], 3);
    let refused = registrar.ask_as(Method::POST, &format!("{one}/run"), csv, Vec::new()).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
    let sent = registrar.ask_as(Method::POST, "/api/v1/desk/imports", csv, table(&[row(1), row(2)])).await;
    let one = format!("/api/v1/desk/imports/{}", read(&sent)["id"].as_str().unwrap());
    assert_eq!(read(&registrar.get(&one).await)["findings"]["entries"], 5);
    let done = registrar.ask_as(Method::POST, &format!("{one}/run"), csv, Vec::new()).await;
    assert_eq!((done.status, &read(&done)["state"]), (StatusCode::OK, &"entered".into()), "{}", done.text);
    assert_eq!(registrar.get("/api/v1/desk/imports/none").await.status, StatusCode::NOT_FOUND);
    house.verified().await;
}
