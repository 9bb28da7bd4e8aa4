//! A judgment on its way to the public, as a judge masks it, another checks it, a reader reports an error and it is corrected.

use axum::http::StatusCode;
use court::office::{Request, perform};
use docket::store::Beside;
use law::day::Day;
use law::ids::Stream;
use law::life::codes::{ClosingForm, Document, Service};
use law::life::command::Command;

use crate::browser::{Answer, Browser, House, Keys};
use crate::files::{PARTS, parts, text_of, told};
use crate::filing::{at_desk, court, drawn, stream_of};

const TEXT: &str = "沈阳市和平区人民法院\n民事判决书\n原告：张三，男，汉族，1980年1月1日出生，住沈阳市和平区南京街1号，电话13900001111。\n被告：李四，男，汉族，住沈阳市沈河区青年大街2号。\n本院认为，被告应当付款。\n审判员　冯涛\n";

async fn act(house: &House, stream: Stream, day: &str, command: Command) {
    let request = Request {
        court: court(),
        stream: Some(stream),
        at: Day::parse(day).unwrap().at_minute(600),
        actor: "test:1".into(),
        command,
        field_key: None,
        parties: None,
        complaint: None,
        beside: Beside::default(),
    };
    perform(&house.docket, &Keys, &request).await.unwrap();
}

/// A case that was judged and took effect: its documents' address at the desk, and its judge.
pub async fn effective(house: &House) -> (String, u32) {
    let (address, judge) = drawn(house).await;
    let stream = stream_of(&address);
    let hearing = Command::ScheduleHearing { day: Day::parse("2020-03-20").unwrap(), online: true, public: true };
    act(house, stream, "2020-03-11", hearing).await;
    act(house, stream, "2020-03-20", Command::HoldHearing { broadcast: true, minutes: 75, recorded: true }).await;
    let close = Command::Close { form: ClosingForm::Judged, document: Document::Judgment, in_court: true };
    act(house, stream, "2020-03-20", close).await;
    let serve = Command::Serve { document: Document::Judgment, mode: Service::Direct };
    act(house, stream, "2020-03-23", serve).await;
    act(house, stream, "2020-04-10", Command::TakeEffect { on: Day::parse("2020-04-10").unwrap() }).await;
    house.later(45 * 24 * 60);
    (format!("{}/judgments", at_desk(&address)), judge)
}

/// The number of the span whose original is these words.
fn span_of(page: &Answer, words: &str) -> String {
    let before = page.text.split(&format!("<s>{words}</s>")).next().unwrap();
    let (_, row) = before.rsplit_once("data-id=\"").unwrap();
    row.split('"').next().unwrap().to_owned()
}

pub async fn a_judgment_is_masked_by_one_checked_by_another_and_corrected(house: House) {
    let (documents, judge) = effective(&house).await;
    let mut maker = house.staff(&format!("judge{judge}")).await;
    let at = masked(&mut maker, &documents).await;
    saved(&house, &mut maker, (&documents, &at)).await;
    let mut head = house.staff("head").await;
    let public = published(&house, (&mut maker, &mut head), &at).await;
    corrected(&house, (&mut maker, &mut head), (&at, &public)).await;
    withheld(&house, (&mut maker, &mut head), (&at, &public)).await;
    house.verified().await;
}

/// What is decided now is saved as a text and as a DOCX, by those who may see the page; the DOCX can be handed in again.
async fn saved(house: &House, maker: &mut Browser<'_>, (documents, at): (&str, &str)) {
    let page = maker.get(at).await;
    let mut files = Vec::new();
    for (end, kind) in [("txt", "text/plain; charset=utf-8"), ("docx", DOCX)] {
        let address = format!("{at}/masked.{end}");
        assert!(page.text.contains(&format!("href=\"{address}\"")), "{}", page.text);
        let (status, headers, file) = maker.raw("GET", &address, &[], Vec::new()).await;
        assert_eq!((status, told(&headers, "content-type")), (StatusCode::OK, kind));
        let name = told(&headers, "content-disposition");
        assert!(name.starts_with("attachment; filename*=UTF-8''%"), "{name}");
        assert!(name.ends_with(&format!("%E9%9A%90%E5%90%8D%EF%BC%89.{end}")), "{name}");
        let stranger = house.browser().get(&address).await;
        assert!(stranger.to.as_ref().is_some_and(|to| to.starts_with("/sign-in")), "{:?}", stranger.to);
        files.push(file);
    }
    let text = text_of(&files[0]);
    assert!(text.contains("冯某") && !text.contains("13900001111"), "{text}");
    let csrf = maker.get(documents).await.csrf();
    let fields = [("csrf", csrf.as_str()), ("kind", "judgment"), ("edition", "2016"), ("related", "1")];
    let form = parts(&fields, &[("隐名.docx", &files[1])]);
    let (status, headers, body) = maker.raw("POST", documents, &[PARTS], form).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{}", text_of(&body));
    let again = maker.get(told(&headers, "location")).await;
    assert!(again.text.contains("DOCX") && again.text.contains("冯某"), "{}", again.text);
    assert!(!again.text.contains("13900001111") && !again.text.contains("冯涛"), "{}", again.text);
}

/// Taken back, and only a stub is public then, which cannot be taken back.
async fn withheld(house: &House, (maker, head): (&mut Browser<'_>, &mut Browser<'_>), (at, public): (&str, &str)) {
    let version = |page: &Answer| page.between("name=\"version\" value=\"", "\"");
    let page = head.get(at).await;
    assert!(page.text.contains("已上网") && page.offers(&format!("{at}/recall")), "{}", page.text);
    let now = version(&page);
    let taken = head.submit(&page, &format!("{at}/recall"), &[("version", &now), ("ground", "unfit")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let page = maker.get(at).await;
    let now = version(&page);
    let sent = maker.submit(&page, &format!("{at}/send"), &[("version", &now), ("ending", "divorce")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let page = head.get(at).await;
    let now = version(&page);
    let told = head.submit(&page, &format!("{at}/publish"), &[("version", &now)]).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text);

    let mut reader = house.browser();
    let page = reader.get(public).await;
    assert!(page.text.contains("依法不公布全文") && !page.text.contains("冯涛"), "{}", page.text);
    assert!(reader.get(&format!("{public}/text")).await.text.contains("辽0102民初"), "the stub is its text");
    let list = reader.get("/judgments").await;
    assert!(list.text.contains(public) && list.text.contains("不公布全文"), "{}", list.text);
    let page = head.get(at).await;
    assert!(page.text.contains("只公布案号等信息，") && page.text.contains(public), "{}", page.text);
    assert!(!page.offers(&format!("{at}/recall")), "{}", page.text);
    assert!(!page.text.contains("name=\"version\""), "nothing is left to decide: {}", page.text);
}

/// Hands a judgment in, decides about it and sends it on; gives its page.
async fn masked(maker: &mut Browser<'_>, documents: &str) -> String {
    let page = maker.get(documents).await;
    assert!(page.text.contains("还没有交来文书") && page.text.contains("2020年4月21日"), "{}", page.text);
    let csrf = page.csrf();
    let fields = [("csrf", csrf.as_str()), ("kind", "judgment"), ("edition", "2016"), ("related", "1")];
    let (status, _, body) = maker.raw("POST", documents, &[PARTS], parts(&fields, &[("判决.pdf", b"%PDF-1.7")])).await;
    assert!(status == StatusCode::BAD_REQUEST && text_of(&body).contains("PDF"), "{}", text_of(&body));
    let (status, headers, body) =
        maker.raw("POST", documents, &[PARTS], parts(&fields, &[("判决.txt", TEXT.as_bytes())])).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{}", text_of(&body));
    let at = told(&headers, "location").to_owned();
    let page = maker.get(&at).await;
    for part in ["<s>", "O-0", "把握", "未定", "核对清单"] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    let early = maker.submit(&page, &format!("{at}/send"), &[("version", "1"), ("ending", "full")]).await;
    assert!(early.text.contains("没有定"), "{}", early.text);

    // one wrong span is corrected, one is added, the rest is kept
    let wrong = span_of(&page, page.text.split("<s>").nth(1).unwrap().split("</s>").next().unwrap());
    let form = [("version", "1"), ("span", wrong.as_str()), ("do", "word"), ("wording", "甲")];
    let done = maker.submit(&page, &at, &form).await;
    assert_eq!(done.to, Some(format!("{at}#r{wrong}")), "{}", done.text);
    let stale = maker.submit(&page, &at, &form).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "the page was made over an older version");
    let mark = [("version", "2"), ("do", "mark"), ("phrase", "冯涛"), ("class", "name"), ("wording", "冯某")];
    maker.submit(&page, &at, &mark).await;
    maker.submit(&page, &at, &[("version", "3"), ("do", "rest")]).await;
    let page = maker.get(&at).await;
    assert!(page.text.contains("采用") && !page.text.contains("处未定"), "{}", page.text);
    let send = [("version", "4"), ("ending", "full"), ("words", WORDS), ("looked", "1")];
    let sent = maker.submit(&page, &format!("{at}/send"), &send).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let own = maker.submit(&page, &format!("{at}/publish"), &[("version", "5")]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "a judge does not check");
    at
}

/// The media type of a DOCX.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// What the judge writes to the checker.
const WORDS: &str = "审判员姓名误标，请审核人一并看";

/// Returned once, mended, and published; gives the public page.
async fn published(house: &House, (maker, head): (&mut Browser<'_>, &mut Browser<'_>), at: &str) -> String {
    assert!(head.get("/desk/judgments").await.text.contains(at), "it waits to be checked");
    let page = head.get(at).await;
    assert!(page.text.contains(WORDS) && page.offers(&format!("{at}/publish")), "{}", page.text);
    let public = at.replacen("/desk/", "/judgments/", 1).replacen("/judgments/1", "/1", 1);
    let mut reader = house.browser();
    assert_eq!(reader.get(&public).await.status, StatusCode::NOT_FOUND, "it is not public yet");
    let back = head.submit(&page, &format!("{at}/back"), &[("version", "5"), ("words", "审判员姓名应当保留")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
    let page = maker.get(at).await;
    assert!(page.text.contains("审判员姓名应当保留"), "{}", page.text);
    let judge_name = span_of(&page, "冯涛");
    maker.submit(&page, at, &[("version", "6"), ("span", judge_name.as_str()), ("do", "drop")]).await;
    let send = [("version", "7"), ("ending", "full"), ("words", "已经改好"), ("looked", "1")];
    maker.submit(&page, &format!("{at}/send"), &send).await;
    let published = head.does(at, &format!("{at}/publish"), &[("version", "8")]).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.text);

    let page = reader.get(&public).await;
    assert!(page.text.contains("冯涛") && page.text.contains("receipt.json"), "{}", page.text);
    assert!(!page.text.contains("13900001111"), "{}", page.text);
    let list = reader.get("/judgments?q=%E5%86%AF%E6%B6%9B").await;
    assert!(list.text.contains(&public) && list.text.contains("共 1 份"), "{}", list.text);
    let sheet = reader.get(&format!("/api/v1{public}")).await;
    let sheet: serde_json::Value = serde_json::from_str(&sheet.text).unwrap();
    assert!(sheet["position"].is_number() && sheet["text"].as_str().unwrap().contains("冯涛"), "{sheet}");

    public
}

/// A reader reports an error; it is taken back, mended and published again.
async fn corrected(house: &House, (maker, head): (&mut Browser<'_>, &mut Browser<'_>), (at, public): (&str, &str)) {
    let mut reader = house.browser();
    let form = reader.get(&format!("{public}/report")).await;
    assert!(form.offers(&format!("{public}/report")), "{}", form.text);
    let took = reader.send(&format!("{public}/report"), &[("text", "原告的称呼与后文不一致")]).await;
    let code = took.between("report?code=", "\"");
    assert!(reader.get(&format!("/judgments/report?code={code}")).await.text.contains("等待核实"));
    let list = head.get("/desk/judgments").await;
    assert!(list.text.contains("/desk/judgments/reports/1"), "{}", list.text);
    let here = "/desk/judgments/reports/1";
    let given = [("answer", "correct"), ("ground", "masking"), ("words", "属实，改正后重新公布")];
    let done = head.does(here, here, &given).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = reader.get(public).await;
    assert!(page.text.contains("已经撤回") && !page.text.contains("冯涛"), "{}", page.text);
    assert_eq!(reader.get(&format!("{public}/text")).await.status, StatusCode::NOT_FOUND);

    let page = maker.get(at).await;
    let version = page.between("name=\"version\" value=\"", "\"");
    let send = [("version", version.as_str()), ("ending", "full"), ("words", "已经改正"), ("looked", "1")];
    let sent = maker.submit(&page, &format!("{at}/send"), &send).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let page = head.get(at).await;
    let version = page.between("name=\"version\" value=\"", "\"");
    head.submit(&page, &format!("{at}/publish"), &[("version", version.as_str())]).await;
    let answer = reader.get(&format!("/judgments/report?code={code}")).await;
    assert!(answer.text.contains("已经更正并重新公布") && answer.text.contains("改正后重新公布"), "{}", answer.text);
    assert!(reader.get(public).await.text.contains("冯涛"), "it is public again");
}
