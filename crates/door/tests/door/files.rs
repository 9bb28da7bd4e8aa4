//! Files handed in: in pieces by script and by institutions, with a plain form without script, at the counter, with a
//! correction. What is wrong with one is said at once; nobody opens what is not theirs.

use axum::http::{HeaderMap, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use docket::digest::{sm3, to_hex};
use law::life::event::Event;
use people::token::TokenDraft;
use people::{AccountId, Draft, Kind, SystemDraw};
use serde_json::{Value, json};

use crate::browser::{Browser, COURT, House, citizen, encoded};
use crate::filing::{at_desk, court, file_in, stream_of};

const TUS: (&str, &str) = ("tus-resumable", "1.0.0");

pub fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub fn told<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// A client of the tus protocol: says what comes, then sends it in pieces.
struct Client<'a, 'b> {
    browser: &'a mut Browser<'b>,
    csrf: String,
}

impl<'a, 'b> Client<'a, 'b> {
    async fn of(browser: &'a mut Browser<'b>) -> Client<'a, 'b> {
        let csrf = browser.own_csrf().await;
        Client { browser, csrf }
    }

    async fn begin(&mut self, name: &str, size: usize, place: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
        let mut metadata = format!("filename {}", STANDARD.encode(name));
        for (key, value) in place {
            metadata.push_str(&format!(",{key} {}", STANDARD.encode(value)));
        }
        let (length, csrf) = (size.to_string(), self.csrf.clone());
        let headers = [TUS, ("upload-length", &length), ("upload-metadata", &metadata), ("x-csrf-token", &csrf)];
        let (status, headers, body) = self.browser.raw("POST", "/api/v1/uploads", &headers, Vec::new()).await;
        (status, headers, text_of(&body))
    }

    async fn piece(&mut self, at: &str, from: usize, bytes: &[u8]) -> (StatusCode, HeaderMap, String) {
        let (from, csrf) = (from.to_string(), self.csrf.clone());
        let kind = ("content-type", "application/offset+octet-stream");
        let headers = [TUS, kind, ("upload-offset", &*from), ("x-csrf-token", &*csrf)];
        let (status, headers, body) = self.browser.raw("PATCH", at, &headers, bytes.to_vec()).await;
        (status, headers, text_of(&body))
    }

    async fn send(&mut self, name: &str, bytes: &[u8], place: &[(&str, &str)]) -> Value {
        let (status, headers, body) = self.begin(name, bytes.len(), place).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        let at = told(&headers, "location").to_owned();
        let (status, _, body) = self.piece(&at, 0, bytes).await;
        assert_eq!(status, StatusCode::NO_CONTENT, "{body}");
        serde_json::from_str(&self.browser.get(&at).await.text).unwrap()
    }
}

async fn draft(browser: &mut Browser<'_>) -> (String, String) {
    let page = browser.get("/me").await;
    let begun = browser.submit(&page, "/drafts", &[]).await.to.unwrap();
    let id = begun.split('/').nth(2).unwrap().to_owned();
    (begun, id)
}

/// The body of a form sent in parts.
pub fn parts(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    for (name, bytes) in files {
        let head = format!("--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    body
}

pub const PARTS: (&str, &str) = ("content-type", "multipart/form-data; boundary=b");

/// A picture of one pixel.
pub fn png() -> Vec<u8> {
    STANDARD
        .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
        .unwrap()
}

pub async fn a_file_is_sent_in_pieces_and_proven_by_the_receipt(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let (begun, id) = draft(&mut party).await;
    let bytes = "对方：收到货了\n".repeat(20_000).into_bytes();
    let mut client = Client::of(&mut party).await;
    let (status, headers, _) = client.begin("聊天记录.txt", bytes.len(), &[("draft", &id)]).await;
    assert_eq!((status, told(&headers, "tus-resumable")), (StatusCode::CREATED, "1.0.0"));
    let at = told(&headers, "location").to_owned();
    let (status, headers, body) = client.piece(&at, 0, &bytes[..100_000]).await;
    assert_eq!((status, told(&headers, "upload-offset")), (StatusCode::NO_CONTENT, "100000"), "{body}");
    let (status, headers, _) = client.browser.raw("HEAD", &at, &[TUS], Vec::new()).await;
    assert_eq!((status, told(&headers, "upload-offset")), (StatusCode::OK, "100000"));
    assert_eq!(told(&headers, "upload-length"), bytes.len().to_string());
    assert!(told(&headers, "upload-expires").ends_with(" GMT") && told(&headers, "cache-control") == "no-store");
    let page = client.browser.get(&format!("/drafts/{id}/evidence")).await;
    assert!(page.text.contains("聊天记录.txt") && page.text.contains("还没有传完"), "{}", page.text);
    let (status, _, body) = client.piece(&at, 99_999, &bytes[99_999..]).await;
    assert_eq!(status, StatusCode::CONFLICT, "{body}");
    let review = client.browser.get(&format!("/drafts/{id}/review")).await;
    assert!(review.text.contains("还有文件没有传完") && !review.offers(&format!("/drafts/{id}/submit")));
    let (status, _, body) = client.piece(&at, 100_000, &bytes[100_000..]).await;
    assert_eq!(status, StatusCode::NO_CONTENT, "{body}");
    let digest = to_hex(&sm3(&bytes));
    let sheet: Value = serde_json::from_str(&client.browser.get(&at).await.text).unwrap();
    assert_eq!((sheet["state"].as_str(), sheet["digest"].as_str()), (Some("kept"), Some(&*digest)), "{sheet}");
    let page = client.browser.get(&format!("/drafts/{id}/evidence")).await;
    assert!(page.text.contains(&digest) && page.text.contains("evidence.0.digest"), "{}", page.text);

    let address = file_in(&mut party, &begun, COURT, &[("张三", citizen("19800101", 1))]).await;
    let receipt = house.docket.receipt(court(), stream_of(&address).0).await.unwrap();
    docket::receipt::check(&receipt).unwrap();
    assert!(receipt.to_json().contains(&digest), "the receipt proves the file");
    assert!(!receipt.to_json().contains("聊天"), "and tells nothing of it");
    let page = party.get(&address).await;
    assert!(page.text.contains("聊天记录.txt") && page.text.contains(&digest), "{}", page.text);
    let mut client = Client::of(&mut party).await;
    let csrf = client.csrf.clone();
    let (status, _, _) = client.browser.raw("DELETE", &at, &[TUS, ("x-csrf-token", &csrf)], Vec::new()).await;
    assert_eq!(status, StatusCode::CONFLICT, "what was handed in stays");
    let (status, _, body) = client.begin("更多.txt", 3, &[("draft", &id)]).await;
    assert_eq!(status, StatusCode::CONFLICT, "{body}");
    house.verified().await;
}

pub async fn a_plain_form_takes_files_and_takes_them_away(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let (_, id) = draft(&mut party).await;
    let (page, to) = (format!("/drafts/{id}/evidence"), format!("/drafts/{id}/files"));
    let csrf = party.own_csrf().await;
    let sent = parts(&[("csrf", &csrf)], &[("一.txt", b"one"), ("二.png", &png()), ("", b"")]);
    let (status, headers, body) = party.raw("POST", &to, &[PARTS], sent).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{}", text_of(&body));
    assert_eq!(told(&headers, "location"), format!("{page}#files"));
    let shown = party.get(&page).await;
    assert!(shown.text.contains("2 个文件，图片和 PDF 共 1 页"), "{}", shown.text);
    let choice =
        [("evidence.0.name", "照片"), ("evidence.0.proves", "交货"), ("evidence.0.digest", &*to_hex(&sm3(&png())))];
    party.submit(&shown, &page, &choice).await;
    let sheet = party.get(&format!("/api/v1/drafts/{id}")).await;
    assert!(sheet.text.contains(&to_hex(&sm3(&png()))), "{}", sheet.text);
    let open = format!("{to}/{}", shown.between(&format!("href=\"{to}/"), "\""));
    assert_eq!(party.get(&open).await.text, "one");

    let wrong = parts(&[("csrf", &csrf)], &[("好.txt", b"fine"), ("坏.pdf", b"%PDF-1.4 no"), ("空.txt", b"")]);
    let (status, _, body) = party.raw("POST", &to, &[PARTS], wrong).await;
    let body = text_of(&body);
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(body.contains("坏.pdf") && body.contains("空.txt") && body.contains("损坏"), "all at once: {body}");
    assert!(party.get(&page).await.text.contains("好.txt"), "the sound one is kept");
    for (fields, origin) in
        [(&[][..], None), (&[("csrf", "forged")][..], None), (&[("csrf", &*csrf)][..], Some("https://evil.example"))]
    {
        let origin = origin.map(|origin| ("origin", origin));
        let headers: Vec<(&str, &str)> = std::iter::once(PARTS).chain(origin).collect();
        let (status, _, _) = party.raw("POST", &to, &headers, parts(fields, &[("三.txt", b"x")])).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{fields:?}");
    }
    let (status, _, _) = party.raw("POST", &to, &[PARTS], parts(&[], &[("三.txt", b"x")])).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "the token comes first");
    let (status, _, _) = party.raw("POST", &to, &[("content-type", "text/plain")], b"x".to_vec()).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(!party.get(&page).await.text.contains("三.txt"));

    let shown = party.get(&page).await;
    let removals: Vec<String> = shown
        .text
        .split("action=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .filter(|action| action.ends_with("/remove"))
        .collect();
    assert_eq!(removals.len(), 3);
    for action in removals {
        let gone = party.submit(&shown, &action, &[]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
    }
    let sheet: Value = serde_json::from_str(&party.get(&format!("/api/v1/drafts/{id}")).await.text).unwrap();
    assert_eq!(sheet["complaint"]["evidence"][0]["digest"], Value::Null, "no evidence names what is gone: {sheet}");
}

pub async fn what_is_not_taken_is_named_at_once(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let (_, id) = draft(&mut party).await;
    let place = [("draft", id.as_str())];
    let mut client = Client::of(&mut party).await;
    let long = format!("{}.pdf", "长".repeat(10_000));
    for (name, size, status, why) in [
        ("../../合同.pdf", 10, StatusCode::BAD_REQUEST, "路径"),
        ("合同\u{202e}fdp.exe", 10, StatusCode::BAD_REQUEST, "看不见"),
        ("合同\u{7}.pdf", 10, StatusCode::BAD_REQUEST, "看不见"),
        (&long, 10, StatusCode::BAD_REQUEST, "10004 个字"),
        ("空.pdf", 0, StatusCode::BAD_REQUEST, "空文件"),
        ("大.pdf", 600 * 1024 * 1024, StatusCode::BAD_REQUEST, "不超过 500 MB"),
        ("大.mp4", 3 * 1024 * 1024 * 1024, StatusCode::PAYLOAD_TOO_LARGE, "最大"),
    ] {
        let (answered, _, body) = client.begin(name, size, &place).await;
        assert_eq!(answered, status, "{name}: {body}");
        assert!(body.contains(why), "{body}");
    }
    let exe = [&b"MZ\x90\0\x03\0"[..], &[0; 10_000]].concat();
    for (name, bytes, why) in
        [("合同.pdf", &exe[..], "Windows 程序"), ("断.pdf", b"%PDF-1.4", "损坏"), ("图.png", &png()[..40], "损坏")]
    {
        let (_, headers, _) = client.begin(name, bytes.len(), &place).await;
        let at = told(&headers, "location").to_owned();
        let (status, headers, body) = client.piece(&at, 0, bytes).await;
        assert_eq!(
            (status, told(&headers, "content-type")),
            (StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json")
        );
        assert!(body.contains(name) && body.contains(why) && body.contains("upload.refused"), "{body}");
        let (status, _, _) = client.browser.raw("HEAD", &at, &[TUS], Vec::new()).await;
        assert_eq!(status, StatusCode::GONE);
        assert!(client.browser.get(&at).await.text.contains("refused"));
    }
    assert_eq!(std::fs::read_dir(house.folder.path().join("coming")).unwrap().count(), 0, "nothing of it stays");
    let (_, headers, _) = client.begin("一.txt", 10, &place).await;
    let at = told(&headers, "location").to_owned();
    let csrf = client.csrf.clone();
    let kind = ("content-type", "application/offset+octet-stream");
    for (headers, status) in [
        (vec![TUS, kind, ("upload-offset", "0")], StatusCode::FORBIDDEN),
        (vec![kind, ("upload-offset", "0"), ("x-csrf-token", &csrf)], StatusCode::PRECONDITION_FAILED),
        (
            vec![("tus-resumable", "0.2.2"), kind, ("upload-offset", "0"), ("x-csrf-token", &csrf)],
            StatusCode::PRECONDITION_FAILED,
        ),
        (
            vec![TUS, ("content-type", "text/plain"), ("upload-offset", "0"), ("x-csrf-token", &csrf)],
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (vec![TUS, kind, ("upload-offset", "-1"), ("x-csrf-token", &csrf)], StatusCode::BAD_REQUEST),
        (vec![TUS, kind, ("upload-offset", "5"), ("x-csrf-token", &csrf)], StatusCode::CONFLICT),
    ] {
        let (answered, _, body) = client.browser.raw("PATCH", &at, &headers, b"0123456789".to_vec()).await;
        assert_eq!(answered, status, "{headers:?} {}", text_of(&body));
    }
    let (status, _, _) = client.piece(&at, 0, b"01234567890").await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "more than was said");
    let (status, headers, _) = client.browser.raw("OPTIONS", "/api/v1/uploads", &[], Vec::new()).await;
    assert_eq!((status, told(&headers, "tus-max-size")), (StatusCode::NO_CONTENT, "2147483648"));
    assert_eq!(told(&headers, "tus-extension"), "creation,expiration,termination");
    let (status, _, _) = client.browser.raw("DELETE", &at, &[TUS, ("x-csrf-token", &csrf)], Vec::new()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(client.browser.get(&at).await.status, StatusCode::NOT_FOUND);
    let (status, _, body) = client.begin("一.txt", 10, &[("court", COURT), ("stream", "1")]).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{body}");
}

pub async fn files_are_opened_by_those_who_may_and_by_nobody_else(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let (begun, id) = draft(&mut party).await;
    let secret = "只有本案的人能看".as_bytes();
    let sheet = Client::of(&mut party).await.send("聊天.txt", secret, &[("draft", &id)]).await;
    let upload = sheet["id"].as_str().unwrap().to_owned();
    let digest = sheet["digest"].as_str().unwrap().to_owned();
    let mut other = house.litigant("13833330000", "王五", &citizen("19810202", 2)).await;
    for address in [
        format!("/drafts/{id}/files/{upload}"),
        format!("/api/v1/uploads/{upload}"),
        format!("/api/v1/uploads?draft={id}"),
    ] {
        assert_eq!(other.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let mut client = Client::of(&mut other).await;
    let (status, _, _) = client.begin("混进来.txt", 1, &[("draft", &id)]).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "nobody adds to another's draft");
    let own = Client::of(&mut other).await.send("自己的.txt", b"x", &[]).await;
    let foreign = format!("/drafts/{id}/files/{}", own["id"].as_str().unwrap());
    assert_eq!(other.get(&foreign).await.status, StatusCode::NOT_FOUND);

    let address = file_in(&mut party, &begun, COURT, &[("张三", citizen("19800101", 1))]).await;
    let desk = at_desk(&address);
    let (status, headers, body) = party.raw("GET", &format!("{address}/files/{digest}"), &[], Vec::new()).await;
    assert_eq!((status, &body[..]), (StatusCode::OK, secret));
    assert_eq!(told(&headers, "content-type"), "text/plain; charset=utf-8");
    assert!(told(&headers, "content-disposition").starts_with("attachment; filename*=UTF-8''%E8%81%8A"), "{headers:?}");
    assert_eq!((told(&headers, "x-content-type-options"), told(&headers, "cache-control")), ("nosniff", "no-store"));
    let api = |at: &str| format!("/api/v1/{at}/{}/{}/files/{digest}", encoded(COURT), stream_of(&address).0);
    assert_eq!(party.get(&api("filings")).await.text.as_bytes(), secret);
    let mut registrar = house.staff("registrar").await;
    let page = registrar.get(&desk).await;
    assert!(page.text.contains("聊天.txt") && page.text.contains(&digest), "{}", page.text);
    assert_eq!(registrar.get(&format!("{desk}/files/{digest}")).await.text.as_bytes(), secret);
    assert_eq!(registrar.get(&api("desk")).await.text.as_bytes(), secret);
    let all = [format!("{address}/files/{digest}"), format!("{desk}/files/{digest}"), api("filings"), api("desk")];
    let mut nobody = house.browser();
    for address in &all {
        let answer = nobody.get(address).await;
        assert!(answer.status == StatusCode::UNAUTHORIZED || answer.to.is_some(), "{address}");
        let answer = other.get(address).await;
        assert!(answer.status.is_client_error() && !answer.text.contains("只有本案"), "{address} {}", answer.status);
    }
    for login in ["admin", "elsewhere", "judge11"] {
        let mut staff = house.staff(login).await;
        for address in &all {
            let answer = staff.get(address).await;
            assert!(answer.status.is_client_error() && !answer.text.contains("只有本案"), "{login} {address}");
        }
    }
    let unknown = format!("{address}/files/{}", own["digest"].as_str().unwrap());
    assert_eq!(party.get(&unknown).await.status, StatusCode::NOT_FOUND, "a file that is not of this matter");
    let tricky = format!("{address}/files/{}", encoded("../../keys"));
    assert_eq!(party.get(&tricky).await.status, StatusCode::NOT_FOUND);
}

pub async fn a_correction_adds_files_where_evidence_is_asked_for(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let (begun, id) = draft(&mut party).await;
    let first = Client::of(&mut party).await.send("旧.txt", b"first", &[("draft", &id)]).await;
    let address = file_in(&mut party, &begun, COURT, &[("张三", citizen("19800101", 1))]).await;
    let stream = stream_of(&address).0.to_string();
    let place = [("court", COURT), ("stream", stream.as_str())];
    let (status, _, _) = Client::of(&mut party).await.begin("早了.txt", 3, &place).await;
    assert_eq!(status, StatusCode::CONFLICT, "nothing was asked for yet");
    let mut registrar = house.staff("registrar").await;
    let desk = at_desk(&address);
    let ask = [("code-R05", "1"), ("reason", "证据不清楚，请补充送货单的照片")];
    registrar.does(&desk, &format!("{desk}/correction"), &ask).await;
    let page = party.get(&format!("{address}/correct")).await;
    assert!(page.text.contains("data-uploads") && page.text.contains("旧.txt"), "{}", page.text);
    let more = Client::of(&mut party).await.send("送货单.png", &png(), &place).await;
    let sent = [
        ("evidence.0.name", "送货单"),
        ("evidence.0.proves", "已经交货"),
        ("evidence.0.digest", more["digest"].as_str().unwrap()),
    ];
    let done = party.submit(&page, &format!("{address}/correct"), &sent).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let entries = house.docket.stream(court(), stream_of(&address)).await.unwrap();
    let last = entries.last().unwrap();
    let Event::Resubmitted(papers) = Event::read(&last.kind, &last.body).unwrap() else { panic!("{last:?}") };
    let digests: Vec<&str> = papers.files.iter().map(|file| file.digest.as_str()).collect();
    assert_eq!(digests, [first["digest"].as_str().unwrap(), more["digest"].as_str().unwrap()]);
    let (status, _, _) = Client::of(&mut party).await.begin("晚了.txt", 3, &place).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let page = registrar.get(&desk).await;
    assert!(page.text.contains("送货单.png") && page.text.contains("旧.txt"), "{}", page.text);
    house.verified().await;
}

pub async fn an_institution_names_its_uploads_by_digest(house: House) {
    use door::Clock as _;
    let company = Draft {
        kind: Kind::Company,
        name: "某银行".to_owned(),
        phone: Some("13844440000".to_owned()),
        credit_code: Some("91350100M000100Y43".to_owned()),
        ..Draft::default()
    };
    let account = house.people.create(&company, AccountId::SYSTEM, house.hands.now()).await.unwrap();
    let token = async |scopes: &[&str]| {
        let draft = TokenDraft {
            name: "某银行".to_owned(),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            court: None,
            account: Some(account),
            expires_at: law::day::Moment(house.hands.now().0 + 86_400_000),
        };
        house.people.make_token(&draft, AccountId(34), house.hands.now(), &mut SystemDraw).await.unwrap().1
    };
    let mut bank = house.browser();
    bank.token = Some(token(&["filings.read"]).await.as_str().to_owned());
    let (status, _, body) = Client::of(&mut bank).await.begin("合同.png", 10, &[]).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{body}");
    bank.token = Some(token(&["filings.write", "filings.read"]).await.as_str().to_owned());
    let sheet = Client::of(&mut bank).await.send("合同.png", &png(), &[]).await;
    let digest = sheet["digest"].as_str().unwrap().to_owned();
    let complaint = |digest: &str| {
        json!({
            "address": "沈阳市和平区南京街1号", "cause": "金融借款合同纠纷", "court": COURT, "electronic": true, "signed": true,
            "claims": [{ "text": "判令被告偿还借款本金", "amount": 5_000_000 }],
            "defendants": [{ "name": "李四", "domicile": "沈阳市沈河区青年大街2号" }],
            "evidence": [{ "name": "借款合同", "proves": "借款关系成立", "digest": digest }],
            "facts": "2018年5月，被告向原告借款，约定一年后归还。到期后被告没有归还，多次催要未果。",
            "plaintiffs": [{ "kind": "organisation", "name": "某银行", "id": "91350100M000100Y43", "domicile": "沈阳市和平区",
                "phone": "13811110000", "head": "王五" }],
        })
    };
    let json = ("content-type", "application/json");
    let unknown = complaint(&"0".repeat(64)).to_string().into_bytes();
    let (status, _, body) = bank.raw("POST", "/api/v1/filings", &[json], unknown).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{}", text_of(&body));
    assert!(text_of(&body).contains("不是您上传的文件"), "{}", text_of(&body));
    let (status, _, body) =
        bank.raw("POST", "/api/v1/filings", &[json], complaint(&digest).to_string().into_bytes()).await;
    assert_eq!(status, StatusCode::CREATED, "{}", text_of(&body));
    let filed: Value = serde_json::from_slice(&body).unwrap();
    let sheet = bank.get(&format!("/api/v1/filings/{}/{}", encoded(COURT), filed["stream"])).await;
    let sheet: Value = serde_json::from_str(&sheet.text).unwrap();
    assert_eq!(sheet["files"], json!([{ "digest": digest, "kind": "png", "size": png().len() }]), "{sheet}");
    let address = format!("/api/v1/filings/{}/{}/files/{digest}", encoded(COURT), filed["stream"]);
    let (status, headers, body) = bank.raw("GET", &address, &[], Vec::new()).await;
    assert_eq!((status, told(&headers, "content-type"), body), (StatusCode::OK, "image/png", png()));

    // under one key a complaint is filed once, with a file and without, one after another and at the same time
    let plain = |n: u32| {
        let mut filled = complaint("");
        filled["claims"][0]["amount"] = json!(n);
        filled.to_string().into_bytes()
    };
    let more = Client::of(&mut bank).await.send("补充协议.png", &[png(), vec![7]].concat(), &[]).await;
    let more = more["digest"].as_str().unwrap().to_owned();
    let mut twin = house.browser();
    twin.token.clone_from(&bank.token);
    for (key, body) in [("a", complaint(&more).to_string().into_bytes()), ("b", plain(7_000_000))] {
        let sent = [json, ("idempotency-key", key)];
        let (first, second) = tokio::join!(
            bank.raw("POST", "/api/v1/filings", &sent, body.clone()),
            twin.raw("POST", "/api/v1/filings", &sent, body.clone())
        );
        assert_eq!(first.2, second.2, "{}", text_of(&second.2));
        let mut both = [first.0, second.0];
        both.sort_unstable();
        assert_eq!(both, [StatusCode::OK, StatusCode::CREATED], "{key}");
        let (status, _, again) = bank.raw("POST", "/api/v1/filings", &sent, body).await;
        assert_eq!((status, again), (StatusCode::OK, first.2));
        let (status, _, other) = bank.raw("POST", "/api/v1/filings", &sent, plain(1_000_000)).await;
        assert_eq!(status, StatusCode::CONFLICT, "{}", text_of(&other));
    }
    let (status, _, one) = bank.raw("POST", "/api/v1/filings", &[json], plain(7_000_000)).await;
    let (again, _, other) = bank.raw("POST", "/api/v1/filings", &[json], plain(7_000_000)).await;
    assert_eq!((status, again), (StatusCode::CREATED, StatusCode::CREATED), "without a key each is its own");
    assert_ne!(one, other);
}

pub async fn pages_are_scanned_at_the_counter_in_order(house: House) {
    let mut registrar = house.staff("registrar").await;
    let page = registrar.get("/desk/counter").await;
    let begun = registrar.submit(&page, "/drafts", &[]).await.to.unwrap();
    let id = begun.split('/').nth(2).unwrap().to_owned();
    let mut digests = Vec::new();
    for n in 1..=3_u8 {
        // each page another picture: something stands behind its end
        let bytes = [png(), vec![n]].concat();
        let sheet = Client::of(&mut registrar).await.send(&format!("扫描 {n}.png"), &bytes, &[("draft", &id)]).await;
        digests.push(sheet["digest"].as_str().unwrap().to_owned());
    }
    let counter = registrar.get("/desk/counter").await;
    assert!(counter.text.contains("3 个文件，3 页"), "{}", counter.text);
    let evidence = registrar.get(&format!("/drafts/{id}/evidence")).await;
    assert!(evidence.text.contains("webkitdirectory") && evidence.text.contains("共 3 页"), "{}", evidence.text);
    let address = file_in(&mut registrar, &begun, COURT, &[("张三", citizen("19800101", 1))]).await;
    let entries = house.docket.stream(court(), stream_of(&address)).await.unwrap();
    let Event::Received(intake) = Event::read(&entries[0].kind, &entries[0].body).unwrap() else { panic!() };
    let entered: Vec<String> = intake.papers.unwrap().files.into_iter().map(|file| file.digest).collect();
    assert_eq!(entered, digests, "in the order they were scanned");
    let desk = registrar.get(&address).await;
    assert!(desk.text.contains("扫描 3.png") && desk.text.contains("图片和 PDF 共 3 页"), "{}", desk.text);
    // whoever has no post at the counter scans nothing
    let mut clerk = house.staff("clerk").await;
    let (status, _, _) = Client::of(&mut clerk).await.begin("扫描.png", 3, &[]).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}
