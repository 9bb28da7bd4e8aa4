//! The documents of one case, and the form that hands one in.

use axum::extract::{FromRequest as _, Multipart, Path, Request, State};
use axum::response::{Html, Redirect};
use court::filing::Matter;
use court::publication::{Fresh, Paper};
use docket::digest::{sm3, to_hex};
use frame::fault::Fault;
use frame::format::{day_text, moment};
use frame::shell::Frame;
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Who, own, same_site};
use hall::may::upon;
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;
use law::day::Day;
use law::life::codes::{Document, Secrecy};
use matters::act::{load, open};
use matters::desk::list::number;
use permit::Action;
use redact::{Edition, Options, Tokens};

use super::{address, crumbs, documents, ending_of, read, written};
use crate::facts::{case_of, due};
use crate::paper_fault;
use crate::sheet::{Sheet, Source};
use crate::taken::{LARGEST, Taken, TakenFault, taken, typed};

/// Bytes of the whole form: the file and what stands around it.
pub const FORM: usize = LARGEST + (1 << 20);

/// `GET /desk/{code}/{stream}/judgments`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Html<String>, Fault> {
    let matter = open(&door, &who, (&code, stream), Action::ListDocuments).await?;
    let facts = &matter.case.facts;
    let papers = door.documents().of(facts.court, facts.stream).await.map_err(paper_fault)?;
    let today = door.now().day();
    let mut page = Page::new("裁判文书", format!("{}，{}", number(facts), matter.case.state().zh()))
        .under(crumbs(&who, &matter))
        .with(standing(&matter, today))
        .with(Block::Table(table(&matter, &papers, today)));
    if upon(&who, Action::MaskDocument, &matter, false).is_ok() {
        page = page.with(Block::Form(Box::new(form(&matter, &who))));
    }
    page.render(&frame)
}

/// By when a document must be public, and what keeps it from that.
fn standing(matter: &Matter, today: Day) -> Block {
    let facts = &matter.case.facts;
    let mut rows = vec![(
        "生效".to_owned(),
        Text::from(facts.effective_day.map_or_else(|| "还没有登记生效".to_owned(), day_text)),
    )];
    if let Some(due) = due(facts, today) {
        let late = due < today && facts.published == 0 && facts.publishable;
        let look = if late { "overdue" } else { "" };
        let late = if late { "，已经超过" } else { "" };
        rows.push(("最晚公布".to_owned(), Text::from(format!("{}{late}", day_text(due))).looking(look)));
    }
    if facts.closed_day.is_some() && !facts.publishable {
        rows.push(("公布方式".to_owned(), Text::from("依法不公布全文，只公布案号、法院、日期和理由")));
    }
    if facts.secrecy == Secrecy::Restricted.code() {
        rows.push(("密级".to_owned(), Text::from("不公开审理的案件，请核对是否属于不宜公布的情形")));
    }
    Block::Facts(String::new(), rows)
}

fn table(matter: &Matter, papers: &[Paper], today: Day) -> Table {
    let facts = &matter.case.facts;
    let row = |paper: &Paper| {
        let last = due(facts, today).or(paper.due);
        vec![
            Text::link(format!("第 {} 份：{}", paper.nth, paper.kind.zh()), address(facts, paper.nth)),
            Text::from(paper.stage.zh()),
            Text::from(moment(paper.changed_at)),
            Text::from(last.map_or_else(|| "生效后七个工作日".to_owned(), |day| day.to_string())),
        ]
    };
    Table {
        title: "本案的文书".to_owned(),
        heads: vec!["文书", "现在", "最近改动", "最晚公布"],
        rows: papers.iter().map(row).collect(),
        empty: "还没有交来文书。交来以后，系统先标出应当隐去的内容，由您逐处核定。",
        ..Table::default()
    }
}

fn form(matter: &Matter, who: &Who) -> Form {
    let facts = &matter.case.facts;
    let kinds = Document::ALL.iter().map(|kind| (kind.word().to_owned(), kind.zh().to_owned())).collect();
    let kind = Document::from_code(facts.document).unwrap_or(Document::Judgment);
    let editions = vec![
        ("2016".to_owned(), "2016年规定：单位名称和法定代表人姓名照登".to_owned()),
        ("2024".to_owned(), "2024年起较严的做法：单位名称和法定代表人姓名也隐去".to_owned()),
    ];
    Form::new(documents(facts), who.csrf(), "标出应当隐去的内容")
        .titled("交来一份文书")
        .with(Field::new("kind", "文书种类", Kind::Select(kinds)).holding(kind.word()))
        .with(Field::new("edition", "按哪种规则隐名", Kind::Select(editions)).holding("2016"))
        .with(Field::new("related", "婚姻家庭、继承案件里，亲属和被继承人的姓名也隐去", Kind::Tick).holding("1"))
        .with(
            Field::new("file", "文书文件", Kind::File(".docx,.pdf,.txt,text/plain")).hint(
                "DOCX、有文字的 PDF，或者 UTF-8 编码的 TXT，不超过 20 MB。批注、修订、隐藏文字和文档属性不会公布。",
            ),
        )
        .with(Field::new("text", "或者粘贴全文", Kind::Text(6)).hint("选了文件的，以文件为准。"))
        .warning("原文加密保存，只有本案的承办人和审核人能看；公布的是审核过的文本。")
}

/// `POST /desk/{code}/{stream}/judgments`.
pub async fn hand_in(
    State(door): State<Door>,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
    request: Request,
) -> Result<Redirect, Fault> {
    let matter = load(&door, &code, stream).await?;
    upon(&who, Action::MaskDocument, &matter, false)?;
    let (sent, file) = parts(&door, &who, request).await?;
    let kind = Document::ALL.iter().copied().find(|kind| kind.word() == sent.text("kind"));
    let kind = kind.ok_or_else(|| Fault::unclear("没有选文书种类", "请从列出的种类里选。"))?;
    let edition = match sent.text("edition") {
        "2016" => Edition::Rules2016,
        "2024" => Edition::Practice2024,
        _ => return Err(Fault::unclear("没有选隐名的规则", "请从列出的规则里选。")),
    };
    let options = Options { edition, hide_related_in_family: sent.ticked("related"), ..Options::default() };
    let digest = to_hex(&sm3(if file.is_empty() { sent.text("text").as_bytes() } else { &file }));
    let taken =
        tokio::task::spawn_blocking(move || if file.is_empty() { typed(sent.text("text")) } else { taken(&file) });
    let taken = taken.await.map_err(|cause| Fault::unavailable(&cause))?.map_err(refused)?;
    let nth = begin(&door, &who, &matter, (kind, options), taken, digest).await?;
    Ok(Redirect::to(&address(&matter.case.facts, nth)))
}

fn refused(cause: TakenFault) -> Fault {
    Fault::unclear(cause.to_string(), cause.instead())
}

/// Takes a text in with what is proposed about it.
async fn begin(
    door: &Door,
    who: &Who,
    matter: &Matter,
    (kind, options): (Document, Options),
    taken: Taken,
    digest: String,
) -> Result<i64, Fault> {
    let facts = &matter.case.facts;
    let before = door.documents().of(facts.court, facts.stream).await.map_err(paper_fault)?;
    let last = before.last().map(read).transpose()?.flatten();
    let tokens = last.map_or_else(Tokens::default, |sheet| sheet.tokens);
    let case = case_of(&taken.text, matter);
    let ending = ending_of(kind, &case, facts);
    let source = Source { form: taken.form, digest };
    let text = taken.text.clone();
    let sheet = tokio::task::spawn_blocking(move || Sheet::propose(&taken.text, source, case, options, tokens));
    let sheet = Sheet { ending, ..sheet.await.map_err(|cause| Fault::unavailable(&cause))? };
    let review = written(&sheet)?;
    let now = door.now();
    let fresh = Fresh {
        court: facts.court,
        stream: facts.stream,
        kind,
        maker: who.account(),
        due: due(facts, now.day()),
        text: &text,
        review: &review,
    };
    door.documents().begin(fresh, now).await.map_err(paper_fault)
}

/// The fields of the form and its file. It is read only once it is known who sends it and whether they may.
async fn parts(door: &Door, who: &Who, request: Request) -> Result<(Sent, Vec<u8>), Fault> {
    same_site(request.headers())?;
    let broken = || Fault::unclear("上传的表单不能读", "请返回上一页，重新选择文件再上传。");
    let large = || refused(TakenFault::Large);
    let mut parts = Multipart::from_request(request, door).await.map_err(|_| broken())?;
    let (mut pairs, mut file) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|_| large())? {
        let name = part.name().unwrap_or("").to_owned();
        let bytes = part.bytes().await.map_err(|_| large())?;
        if name == "file" {
            file = bytes.to_vec();
        } else {
            pairs.push((name, String::from_utf8(bytes.to_vec()).map_err(|_| broken())?));
        }
    }
    Ok((own(Sent::of(pairs), &who.signed)?, file))
}
