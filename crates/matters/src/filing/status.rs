//! A filing as whoever filed it sees it: what happened, what comes next and by when, the receipt, and what can be done now.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect};
use court::filing::Matter;
use frame::fault::Fault;
use frame::format::{day_text, moment};
use frame::shell::Frame;
use law::calendar::Calendar;
use law::court::by_code;
use law::day::Day;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::codes::{OnlineStep, Relief, State as Phase};
use law::life::event::Event;
use law::life::papers::FeeNoticed;
use law::period::{Period, Roll, Variant, last_day};

use super::draft::{complaint, fee_block, summary};
use crate::act;
use crate::files::listed;
use hall::form::{Field, Form, Kind};
use hall::gate::{Posted, Who};
use hall::page::{Block, Page, Step, Text};
use hall::state::Door;

/// The address of a filing.
pub fn address(court: CourtId, stream: Stream) -> String {
    let code = law::court::court(court).map_or("", |court| court.code);
    format!("/filings/{}/{}", hall::gate::escaped(code), stream.0)
}

/// The court of a code in an address.
pub fn court_of(code: &str) -> Result<CourtId, Fault> {
    by_code(code).map(|court| court.id).ok_or_else(|| Fault::NotFound("没有这个法院".to_owned()))
}

/// `GET /filings/{code}/{stream}`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Html<String>, Fault> {
    let court = court_of(&code)?;
    let (matter, _) = act::own(&door, &who, court, stream).await?;
    let opening = matter.opening().ok_or(Fault::Unavailable)?;
    let receipt = if matter.case.facts.secrecy == 0 {
        format!("/entries/{}/{}", hall::gate::escaped(&code), opening.position)
    } else {
        format!("/filings/{}/{stream}/receipt", hall::gate::escaped(&code))
    };
    let name = law::court::court(court).map_or("", |court| court.name);
    let page = Page::new("立案申请", format!("{name}，{}提交", moment(opening.recorded_at)))
        .under([Text::link("我的办件", "/me")])
        .following("mine", crate::live::mine_stamp(&door, who.account()).await?)
        .with(Block::Steps("办到哪一步".to_owned(), story(&matter, door.now().day())))
        .and(days(&door, &who, &matter).await?)
        .and(can_do(&matter, &who, &code, stream))
        .with(Block::Note(
            "good",
            vec![
                Text::from("这是您的立案回执。它证明法院的日志里有这份材料，谁也不能悄悄删改；不用本站也能核对。"),
                Text::link("打开回执：可以打印、保存文件和二维码", receipt),
            ],
        ));
    let files = listed(&door, &matter, &format!("/filings/{}/{stream}", hall::gate::escaped(&code))).await?;
    let filled = matter.complaint.as_deref().map(complaint);
    let page = page.and(files).with(crate::desk::statutes::statutes(&matter, filled.as_ref()));
    let page = match &filled {
        Some(filled) => page.and(summary(filled)).and(fee_block(filled)),
        None => page,
    };
    page.render(&frame)
}

/// `GET /filings/{code}/{stream}/receipt`: the receipt as a file, for parties whose case nobody else may see.
pub async fn receipt(
    State(door): State<Door>,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<impl IntoResponse, Fault> {
    let court = court_of(&code)?;
    let (matter, _) = act::own(&door, &who, court, stream).await?;
    let position = matter.opening().ok_or(Fault::Unavailable)?.position;
    let receipt = door.docket().receipt(court, position).await.map_err(|cause| Fault::unavailable(&cause))?;
    let name = format!("attachment; filename=\"receipt-{position}.json\"");
    Ok((
        [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)],
        receipt.to_json(),
    ))
}

/// The way to the days that are still ahead, for a calendar.
async fn days(door: &Door, who: &Who, matter: &Matter) -> Result<Option<Block>, Fault> {
    let ahead = crate::inbox::days::ahead(door, who, matter).await?;
    let facts = &matter.case.facts;
    let file = format!("{}/calendar.ics", address(facts.court, facts.stream));
    Ok((!ahead.is_empty()).then(|| Block::Note("plain", vec![Text::link("把期限加入手机或者电脑的日历", file)])))
}

/// What happened, and what comes.
pub fn story(matter: &Matter, today: Day) -> Vec<Step> {
    let mut steps: Vec<Step> = matter
        .entries
        .iter()
        .filter(|(_, event)| !matches!(event, Event::Viewed(_)))
        .map(|(entry, event)| Step {
            when: moment(entry.recorded_at),
            what: event.zh().to_owned(),
            more: told(event),
            state: "done",
        })
        .collect();
    steps.extend(coming(matter, today));
    steps
}

fn told(event: &Event) -> String {
    match event {
        Event::CorrectionAsked(body) => format!("{}。请在 {} 前补正", body.defects.join("；"), day_text(body.due)),
        Event::Refused(body) => body.ground.clone(),
        Event::Taken(body) => format!("{} 前决定是否立案", day_text(body.due)),
        Event::Accepted(body) => body.number.clone(),
        Event::NumberGiven(body) => format!("数字 {}", body.number),
        Event::FeeNoticed(body) => noticed(body),
        Event::ReliefDecided(body) => match body.granted {
            None => format!("不准许缓减免：{}", body.reason),
            Some(Relief::Reduce) => format!("准许减交 {}%：{}", body.percent, body.reason),
            Some(Relief::Defer) => {
                let until = body.until.map(day_text).unwrap_or_default();
                format!("准许缓交到 {until}：{}", body.reason)
            }
            Some(Relief::Waive) => format!("准许免交：{}", body.reason),
        },
        Event::ConsentChanged(body) => {
            format!("{}{}", if body.given { "同意" } else { "不再同意" }, body.step.zh())
        }
        Event::Explained(body) => format!("{}（{}）。{}", body.ground.zh(), body.ground.article(), body.text),
        Event::Complained(body) => {
            format!("{}。法院最晚 {} 答复", body.text.trim_end_matches('。'), day_text(body.due))
        }
        Event::ComplaintAnswered(body) => body.text.clone(),
        Event::FeePaid(body) => format!("已交 {}", body.amount),
        Event::Diverted(body) => format!("调解期到 {}，不成就立案", day_text(body.due)),
        other => told_of_bench(other),
    }
}

/// What happened to the bench, as the parties are told.
fn told_of_bench(event: &Event) -> String {
    match event {
        Event::Assigned(body) => {
            let how = match (&body.named, &body.linked, &body.draw) {
                (Some(named), ..) => format!("经批准指定（{}）", named.ground.zh()),
                (None, Some(linked), _) => {
                    format!("随本院第 {} 号案卷的法官（{}），没有另行抽签", linked.case.stream.0, linked.ground.zh())
                }
                (None, None, Some(_)) => "由抽签确定，任何人都可以重新抽一遍核对".to_owned(),
                (None, None, None) => String::new(),
            };
            let others: Vec<String> = body
                .bench()
                .iter()
                .filter(|one| one.judge != body.judge && !one.substitute)
                .map(|one| format!("{} {} 号", one.seat.zh(), one.judge.0))
                .collect();
            let others = if others.is_empty() { String::new() } else { format!("，{}", others.join("、")) };
            let change = body.change.as_ref().map_or_else(String::new, |change| {
                let of = change.of.map_or_else(String::new, |of| format!("，接替 {} 号", of.0));
                format!("因{}变更{of}。", change.ground.zh())
            });
            format!("{change}承办法官 {} 号{others}，{}。{how}", body.judge.0, body.procedure.zh())
        }
        Event::NobodyLeft(body) => {
            format!("{}没有符合条件的人可以抽。法院会尽快解决，不会悄悄指定，解决后重新抽签", body.seat.zh())
        }
        Event::NamingProposed(body) => format!("提请由 {} 号法官承办（{}），待批准", body.judge.0, body.ground.zh()),
        Event::NamingDeclined(_) => "不指定法官，改为抽签".to_owned(),
        Event::ChangeProposed(body) => format!("提请变更 {} 号（{}），待决定", body.of.0, body.ground.zh()),
        Event::ChangeDecided(body) if body.granted => {
            format!("{} 号不再审理本案，接替的人由抽签确定", body.of.0)
        }
        Event::ChangeDecided(body) => format!("不变更，{} 号继续审理本案", body.of.0),
        Event::ReconsiderationAsked(body) => format!("{}。{} 前决定，期间不停止审理", body.ground, day_text(body.due)),
        Event::Reconsidered(body) => {
            format!("{}：{}", if body.upheld { "准许回避" } else { "维持原决定" }, body.reason)
        }
        Event::RecusalAsked(body) => format!("申请 {} 号回避：{}", body.judge.0, body.ground),
        Event::RecusalDecided(body) => {
            format!("{}：{}", if body.upheld { "准许回避" } else { "不准许回避" }, body.reason)
        }
        _ => String::new(),
    }
}

/// What is to be paid, by when, and what was granted.
fn noticed(body: &FeeNoticed) -> String {
    let full = body.full.map(|full| format!("，原应交 {full}")).unwrap_or_default();
    let granted = body.relief.map(|relief| format!("（准许{}{full}）", relief.zh())).unwrap_or_default();
    if body.amount == law::fen::Fen::ZERO {
        return format!("不用交纳{granted}");
    }
    if body.later {
        return format!("应交 {}{granted}，可以不预交，结案时由败诉方负担", body.amount);
    }
    format!("应交 {}{granted}，请在 {} 前交纳；逾期不交的，按撤诉处理", body.amount, day_text(body.due))
}

/// The last day of the registry's seven days.
pub fn registry_due(matter: &Matter, today: Day) -> Day {
    let from = matter.case.registry_from();
    last_day(from, Period::Days(7), Variant::Civil, Roll::Legal, Calendar::embedded(), today)
}

fn coming(matter: &Matter, today: Day) -> Vec<Step> {
    let step = |by: Option<Day>, what: &str, more: &str| {
        let late = by.is_some_and(|by| by < today);
        Step {
            when: by.map_or_else(String::new, |by| format!("{} 前", day_text(by))),
            what: what.to_owned(),
            more: more.to_owned(),
            state: if late { "late" } else { "next" },
        }
    };
    match matter.case.state() {
        Phase::Received => vec![step(
            Some(registry_due(matter, today)),
            "法院审查是否立案",
            "七日内立案，或者一次告知要补正的内容，或者裁定不予受理（民事诉讼法第一百二十三条、登记立案规定第八条）。",
        )],
        Phase::Correcting => vec![step(
            matter.case.correction_due(),
            "等您补正",
            "只改通知里问到的内容，别的不用重填。过期不补，材料会退回（登记立案规定第七条）。",
        )],
        Phase::Registered => vec![step(None, "抽签确定承办法官", "三日内移送审判庭并抽签，结果会告诉您。")],
        Phase::Assigned | Phase::Hearing if matter.case.vacant() => {
            vec![step(None, "重新抽签确定承办法官", "原承办法官已经退出本案，不再参加抽签。")]
        }
        Phase::Assigned | Phase::Hearing if !matter.case.leaving().is_empty() => {
            vec![step(None, "重新抽签补足合议庭", "退出的人不再参加抽签，其他人不变。")]
        }
        Phase::Assigned => vec![step(
            matter.case.facts.final_end_day,
            "审理",
            "五日内把起诉状副本送给被告，被告十五日内答辩；开庭三日前通知您（民事诉讼法第一百二十五条、第一百三十六条）。",
        )],
        Phase::Refused => {
            vec![step(None, "可以上诉", "收到裁定之日起十日内，可以向上一级法院上诉（民事诉讼法第一百六十四条）。")]
        }
        Phase::Returned => vec![step(None, "可以重新起诉", "材料补齐后可以再次提交；坚持起诉的，法院会作出裁定。")],
        Phase::Diverted => vec![step(None, "调解", "调解不成的，法院会转为立案审查，不用再交一次材料。")],
        _ => Vec::new(),
    }
}

/// What can be done now, each a form.
fn can_do(matter: &Matter, who: &Who, code: &str, stream: i64) -> Vec<Block> {
    let here = format!("/filings/{}/{stream}", hall::gate::escaped(code));
    let mut blocks = Vec::new();
    let case = &matter.case;
    if case.state() == Phase::Correcting {
        blocks.push(Block::Links(vec![Text::link("去补正", format!("{here}/correct"))]));
    }
    let before_draw = matches!(case.state(), Phase::Received | Phase::Correcting | Phase::Registered);
    if before_draw && case.number_given().is_none() {
        let form = Form::new(format!("{here}/number"), who.csrf(), "提供这个数字")
            .titled("为抽签提供一个数字")
            .with(
                Field::new("number", "随便写 1 至 20 位数字", Kind::Line("numeric", "off"))
                    .hint("承办法官由抽签产生。您的材料已经封存，再加上您的数字一起抽签，法院和您都不能左右结果。")
                    .needed(),
            )
            .warning("数字提供以后不能更改。不提供也会照常抽签。")
            .quiet();
        blocks.push(Block::Form(Box::new(form)));
    }
    if let (Some(amount @ law::fen::Fen(1..)), _, None) = case.fee() {
        let form = Form::new(format!("{here}/fee"), who.csrf(), format!("登记已交 {amount}"))
            .titled("交诉讼费")
            .with(Field::line("reference", "缴费凭证号").hint("银行或者窗口出具的凭证上的号码。").needed())
            .quiet();
        blocks.push(Block::Form(Box::new(form)));
    }
    blocks.extend(consent(matter, who, &here));
    blocks.extend(complaint_form(matter, who, &here));
    let judge = case.facts.judge.filter(|_| case.state() == Phase::Assigned && !case.vacant());
    if let (Some(JudgeId(judge)), None) = (judge, case.recusal()) {
        let drawn = matter.entries.iter().rev().find(|(_, event)| matches!(event, Event::Assigned(_)));
        if let Some((entry, _)) = drawn {
            let to = format!("/draws/{}/{}", hall::gate::escaped(code), entry.position);
            blocks.push(Block::Links(vec![Text::link("看抽签，自己再抽一遍核对", to)]));
        }
        let form = Form::new(format!("{here}/recusal"), who.csrf(), "申请回避")
            .titled("申请审判人员回避")
            .with(Field::new("judge", "申请谁回避", Kind::Select(bench_of(case, judge))))
            .with(
                Field::new("ground", "理由", Kind::Text(3))
                    .hint("承办法官是对方的近亲属、与案件有利害关系，或者有其他可能影响公正的关系的，可以申请回避；院长三日内决定。")
                    .needed(),
            )
            .quiet();
        blocks.push(Block::Form(Box::new(form)));
    }
    if let Some(judge) = case.recusal_refused() {
        let form = Form::new(format!("{here}/reconsider"), who.csrf(), "申请复议")
            .titled(format!("对不准许 {} 号回避的决定申请复议", judge.0))
            .with(
                Field::new("reconsider-ground", "复议的理由", Kind::Text(3))
                    .hint("只能申请一次，三日内决定，期间不停止审理。")
                    .needed(),
            )
            .quiet();
        blocks.push(Block::Form(Box::new(form)));
    }
    blocks
}

/// Those whose recusal can be asked for.
fn bench_of(case: &law::life::Case, judge: u32) -> Vec<(String, String)> {
    let seated = case.seated().iter().filter(|one| one.judge.0 != judge);
    let mut all = vec![(judge.to_string(), format!("{judge} 号，承办法官"))];
    all.extend(seated.map(|one| (one.judge.0.to_string(), format!("{} 号，{}", one.judge.0, one.seat.zh()))));
    all
}

/// What is agreed to online, each step by itself, and changed for what is to come (S-051, S-052).
fn consent(matter: &Matter, who: &Who, here: &str) -> Option<Block> {
    let ended = matches!(matter.case.state(), Phase::Refused | Phase::Returned | Phase::Archived);
    if ended || matter.papers.is_none() {
        return None;
    }
    let options = OnlineStep::ALL.iter().map(|step| {
        let given = matter.case.consents().contains(step);
        let told = if given {
            format!("现在同意{}，改为不同意", step.zh())
        } else {
            format!("改为同意{}", step.zh())
        };
        (format!("{}-{}", step.word(), u8::from(!given)), told)
    });
    let form = Form::new(format!("{here}/consent"), who.csrf(), "变更")
        .titled("在线办理的同意")
        .with(
            Field::new("change", "每一步分开同意，随时可以改", Kind::Choice(options.collect()))
                .hint("改了以后对以后的办理有效，已经做完的不受影响。"),
        )
        .quiet();
    Some(Block::Form(Box::new(form)))
}

/// A complaint about the registry, answered within fifteen days (P-024).
fn complaint_form(matter: &Matter, who: &Who, here: &str) -> Option<Block> {
    let registry = [Phase::Received, Phase::Correcting, Phase::Returned, Phase::Refused, Phase::Diverted];
    if !registry.contains(&matter.case.state()) || matter.case.complaint_due().is_some() {
        return None;
    }
    let form = Form::new(format!("{here}/complain"), who.csrf(), "提交投诉")
        .titled("对立案办理有意见")
        .with(
            Field::new("text", "什么事、要求怎样", Kind::Text(2))
                .hint("例如：不收材料、多次要求补正、超过七天没有答复。法院十五日内答复（登记立案规定第十三条）。请不要写身份证号等个人信息。")
                .needed(),
        )
        .quiet();
    Some(Block::Form(Box::new(form)))
}

/// `POST /filings/{code}/{stream}/{act}`.
pub async fn act(
    State(door): State<Door>,
    who: Who,
    Path((code, stream, word)): Path<(String, i64, String)>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let text = |name: &str| sent.text(name).to_owned();
    let step = match word.as_str() {
        "number" => act::Step::Number { number: text("number") },
        "fee" => act::Step::Fee { reference: text("reference") },
        "consent" => {
            let (step, given) = sent.text("change").split_once('-').unwrap_or_default();
            act::Step::Consent { given: given == "1", step: step.to_owned() }
        }
        "complain" => act::Step::Complain { text: text("text") },
        "recusal" => {
            act::Step::Recusal { ground: text("ground"), judge: sent.text("judge").parse().unwrap_or_default() }
        }
        "reconsider" => act::Step::Reconsider { ground: text("reconsider-ground") },
        _ => return Err(Fault::NotFound("没有这种办理".to_owned())),
    };
    let court = court_of(&code)?;
    let own = act::own(&door, &who, court, stream).await?;
    act::take(&door, &who, &own, step).await?;
    Ok(Redirect::to(&address(court, Stream(stream))))
}
