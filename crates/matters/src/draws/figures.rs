//! Why did this judge get so many and not fewer? The figures of a court's draws in a month or a year, each of which opens the
//! draws behind it.

use axum::extract::State;
use axum::response::Html;
use frame::fault::Fault;
use frame::shell::Frame;
use law::assignment::SeatKind;
use law::assignment::metrics::{Way, way};
use law::assignment::spread::{Share, Spread, Standing};
use law::court::{by_code, courts};
use law::ids::{CourtId, JudgeId};

use super::chart;
use super::gather::{Found, Gathered, KINDS, MOST, Period, gather, stands};
use hall::form::{Field, Kind, Sent};
use hall::gate::{Asked, escaped};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// Draws of a list on a page.
const LISTED: usize = 200;

/// `GET /draws`.
pub async fn figures(State(door): State<Door>, frame: Frame, Asked(sent): Asked) -> Result<Html<String>, Fault> {
    let today = door.now().day();
    let period = Period::asked(&sent).or_else(|| Period::month(today)).ok_or(Fault::Unavailable)?;
    let court = by_code(sent.text("court")).map(|court| court.id);
    let page = Page::new("抽签统计", "每位法官抽到几件，应当抽到几件，差多少算正常。").with(ask(&sent, period));
    let Some(court) = court else {
        let hint = Text::from("请选一个法院。每个数字都来自封存的抽签记录，可以逐件打开。");
        return page.with(Block::Note("plain", vec![hint])).render(&frame);
    };
    let gathered = gather(&door, court, period.days).await?;
    page.and(told(&gathered, court, period)).render(&frame)
}

fn ask(sent: &Sent, period: Period) -> Block {
    let options = courts().iter().map(|court| (court.code.to_owned(), court.name.to_owned())).collect();
    let (month, year) = if period.year {
        (String::new(), format!("{:04}", period.days.from.year()))
    } else {
        (period.query().replace("month=", ""), String::new())
    };
    Block::Ask(vec![
        Field::new("court", "法院", Kind::Select(options)).holding(sent.text("court")),
        Field::line("month", "月份，如 2020-03；看全年的不填").holding(month),
        Field::line("year", "年度，如 2020").holding(year),
    ])
}

fn code(court: CourtId) -> String {
    escaped(law::court::court(court).map_or("", |court| court.code))
}

/// The address of the draws behind a figure.
fn behind(court: CourtId, period: Period, rest: &str) -> String {
    format!("/draws/list?court={}&{}{rest}", code(court), period.query())
}

fn percent(share: Option<i64>) -> String {
    share.map_or_else(|| "—".to_owned(), |share| format!("{}.{:02} %", share / 100, share % 100))
}

fn told(gathered: &Gathered, court: CourtId, period: Period) -> Vec<Block> {
    let mut blocks = vec![ways(gathered, court, period)];
    if i64::try_from(gathered.all.len()).unwrap_or(i64::MAX) >= MOST {
        let many = format!("这段时间的分案超过 {MOST} 次，下面只统计其中最早的 {MOST} 次。");
        blocks.push(Block::Note("warn", vec![Text::from(many)]));
    }
    for kind in KINDS {
        let Some(spread) = gathered.of(kind) else { continue };
        if kind == SeatKind::Judge || spread.draws > 0 {
            blocks.extend(seats(spread, court, period));
        }
    }
    blocks
}

/// How the cases of the period came to their judges.
fn ways(gathered: &Gathered, court: CourtId, period: Period) -> Block {
    let metrics = &gathered.metrics;
    let line = |what: String, n: u32, rest: &str| {
        let told = format!("{n} 次，{}", percent(metrics.share(n)));
        (what, if n == 0 { Text::from(told) } else { Text::link(told, behind(court, period, rest)) })
    };
    let mut facts = vec![
        ("网上分案".to_owned(), Text::link(format!("{} 次", metrics.all), behind(court, period, ""))),
        line("随机抽签".to_owned(), metrics.drawn, "&way=drawn"),
        line("指定分案".to_owned(), metrics.named.values().sum(), "&way=named"),
    ];
    facts.extend(metrics.named.iter().map(|(ground, n)| line(format!("　其中：{}", ground.zh()), *n, "&way=named")));
    facts.push(line("随关联案件".to_owned(), metrics.linked.values().sum(), "&way=linked"));
    facts.extend(metrics.linked.iter().map(|(ground, n)| line(format!("　其中：{}", ground.zh()), *n, "&way=linked")));
    facts.push(line("变更审判人员".to_owned(), metrics.changed.values().sum(), "&way=changed"));
    facts
        .extend(metrics.changed.iter().map(|(ground, n)| line(format!("　其中：{}", ground.zh()), *n, "&way=changed")));
    if let (Some(median), Some((longest, _))) = (metrics.median_wait(), metrics.waited.last_key_value()) {
        let same = metrics.waited.get(&0).copied().unwrap_or(0);
        let told = format!("中位 {median} 天，最长 {longest} 天；{} 件中 {same} 件当日分案", metrics.waits());
        facts.push(("立案到分案".to_owned(), Text::link(told, behind(court, period, "&way=first"))));
    }
    Block::Facts(format!("{}怎样分案", period.zh()), facts)
}

/// The figures of one kind of seat.
fn seats(spread: &Spread, court: CourtId, period: Period) -> Vec<Block> {
    let mut blocks = vec![Block::Table(Table {
        title: if spread.kind == SeatKind::Judge {
            "每位法官".to_owned()
        } else {
            format!("{}席位", spread.kind.zh())
        },
        heads: vec!["人员", "#抽到", "#应当抽到", "#进入抽签", "#负荷较高未进入", "不能参加"],
        rows: spread.judges.iter().map(|(judge, share)| row(*judge, share, spread.kind, court, period)).collect(),
        empty: "这段时间没有网上抽签。抽签分案以后，每一次都会列在这里。",
        count: format!("{} 次抽签", spread.draws),
        next: None,
    })];
    if spread.draws > 0 {
        blocks.insert(0, verdict(spread, period));
        let drawn = chart::chosen(spread).len();
        let whole = if spread.judges.values().filter(|share| share.expected > 0.0).count() > drawn {
            format!("偏离最大的 {drawn} 人；其余见下表。")
        } else {
            "每个人的件数，数字见下表。".to_owned()
        };
        blocks.insert(1, Block::Drawing(chart::bars(spread), "每个人抽到的件数和应当抽到的件数，数字见下表", whole));
    }
    blocks
}

fn row(judge: JudgeId, share: &Share, kind: SeatKind, court: CourtId, period: Period) -> Vec<Text> {
    let open = |n: u32, standing: Standing| {
        let rest = format!("&seat={}&of={}&how={}", kind.word(), judge.0, standing.word());
        if n == 0 { Text::from("0") } else { Text::link(n.to_string(), behind(court, period, &rest)) }
    };
    let reasons: Vec<String> = share.kept_out.iter().map(|(failing, n)| format!("{} {n} 次", failing.zh())).collect();
    let far = share.distance().abs() > 3.0;
    let rest = format!("&seat={}&of={}&how=out", kind.word(), judge.0);
    vec![
        Text::from(format!("{} 号", judge.0)),
        open(share.got, Standing::Got),
        Text::from(format!("{:.1} ± {:.1}", share.expected, 2.0 * share.deviation())).looking(if far {
            "overdue"
        } else {
            ""
        }),
        open(share.in_band, Standing::InBand),
        open(share.above_band, Standing::AboveBand),
        if reasons.is_empty() {
            Text::from("—")
        } else {
            Text::link(reasons.join("；"), behind(court, period, &rest))
        },
    ]
}

/// Whether it looks like draws, in words and in figures.
fn verdict(spread: &Spread, period: Period) -> Block {
    let (statistic, freedom) = spread.chi_square();
    let p = spread.p_value();
    let word = if spread.fair() { "与公平抽签相符" } else { "与公平抽签不符，需要查明原因" };
    let look = if spread.fair() { "good" } else { "overdue" };
    let likely = if p < 0.0001 { "不到万分之一".to_owned() } else { format!("约 {:.2} %", p * 100.0) };
    let mut facts = vec![
        ("结论".to_owned(), Text::from(word).looking(look)),
        (
            "怎样看".to_owned(),
            Text::from(format!("如果每次都公平抽签，出现这样或者更大偏差的可能是{likely}；不到千分之一的，判为不符")),
        ),
        (
            "卡方检验".to_owned(),
            Text::from(format!(
                "χ² = {statistic:.2}，自由度 {freedom}，p = {p:.4}；按每次抽签各自的名单计算方差和协方差"
            )),
        ),
    ];
    if spread.few() {
        let told = "有人应当抽到的不足五件，次数少，检验只供参考；一年的更可靠";
        facts.push(("次数".to_owned(), Text::from(told).looking("muted")));
    }
    let bands: Vec<String> = spread.bands.iter().map(|(size, n)| format!("{size} 人 {n} 次")).collect();
    facts.push(("每次几个人抽".to_owned(), Text::from(bands.join("，"))));
    if spread.kind == SeatKind::Judge {
        facts.push((
            "抽中负荷最低者".to_owned(),
            Text::from(format!(
                "{} 次，按抽签应为 {:.1} 次左右；明显偏多就成了轮流",
                spread.least, spread.least_expected
            )),
        ));
        facts.push(("负荷是否均衡".to_owned(), Text::from(format!("基尼系数 {:.3}，0 为完全均衡", spread.gini()))));
    }
    Block::Facts(format!("{}：像不像抽签（{}）", period.zh(), spread.kind.zh()), facts)
}

/// An assignment as a line.
fn line(found: &Found, code: &str) -> Vec<Text> {
    let at = format!("/draws/{}/{}", escaped(code), found.position);
    let how = match way(&found.body) {
        Way::Named => "指定",
        Way::Linked => "随案",
        Way::Drawn | Way::Other => "抽签",
    };
    let changed = found.body.change.as_ref().map_or("", |change| change.ground.zh());
    vec![
        Text::link(format!("第 {} 条", found.position), at),
        Text::from(format!("{} 号", found.body.judge.0)),
        how.into(),
        changed.into(),
        Text::from(found.waited.map(|days| days.to_string()).unwrap_or_default()),
    ]
}

/// `GET /draws/list`: the draws behind a figure.
pub async fn list(State(door): State<Door>, frame: Frame, Asked(sent): Asked) -> Result<Html<String>, Fault> {
    let court = by_code(sent.text("court")).ok_or_else(|| Fault::NotFound("没有这个法院".to_owned()))?;
    let period = Period::asked(&sent)
        .ok_or_else(|| Fault::unclear("没有写明月份或者年度", "月份写作 2020-03，年度写作 2020。"))?;
    let kind = KINDS.into_iter().find(|kind| kind.word() == sent.text("seat"));
    let who = sent.text("of").parse().ok().map(JudgeId);
    let all = [Standing::Got, Standing::InBand, Standing::AboveBand, Standing::KeptOut];
    let how = all.into_iter().find(|one| one.word() == sent.text("how"));
    let by_way = sent.text("way");
    let gathered = gather(&door, court.id, period.days).await?;
    let chosen: Vec<_> = gathered
        .all
        .iter()
        .filter(|found| match (kind, who, how) {
            (Some(kind), Some(who), Some(how)) => stands(&found.body, kind, who, how),
            _ => match by_way {
                "drawn" => way(&found.body) == Way::Drawn,
                "named" => way(&found.body) == Way::Named,
                "linked" => way(&found.body) == Way::Linked,
                "changed" => found.body.change.is_some(),
                "first" => found.waited.is_some(),
                _ => true,
            },
        })
        .collect();
    let streams: Vec<_> = chosen.iter().map(|found| found.stream).collect();
    let hidden = door.docket().restricted_among(court.id, &streams).await;
    let hidden = hidden.map_err(|cause| Fault::unavailable(&cause))?;
    let after: i64 = match sent.text("after") {
        "" => 0,
        text => text.parse().map_err(|_| Fault::unclear("after 不能读", "请从上一页进入下一页。"))?,
    };
    let mut open = chosen.iter().filter(|found| !hidden.contains(&found.stream) && found.position > after).peekable();
    let mut last = after;
    let rows: Vec<Vec<Text>> = open
        .by_ref()
        .take(LISTED)
        .inspect(|found| last = found.position)
        .map(|found| line(found, court.code))
        .collect();
    let next = open.peek().map(|_| {
        let kept = ["seat", "of", "how", "way"].map(|name| format!("&{name}={}", escaped(sent.text(name))));
        behind(court.id, period, &format!("{}&after={last}", kept.concat()))
    });
    let told = match (who, how, kind) {
        (Some(who), Some(how), Some(kind)) => format!("{} 号，{}，{}", who.0, kind.zh(), how.zh()),
        _ => "全部".to_owned(),
    };
    let held = if hidden.is_empty() {
        String::new()
    } else {
        format!("，其中不公开案件 {} 件不列出", hidden.len())
    };
    let back = format!("/draws?court={}&{}", escaped(court.code), period.query());
    Page::new("抽签记录", format!("{}，{}：{told}。", court.name, period.zh()))
        .under([Text::link("抽签统计", back)])
        .with(Block::Table(Table {
            title: "逐次打开".to_owned(),
            heads: vec!["记录", "承办法官", "方式", "变更事由", "#立案后天数"],
            rows,
            empty: "没有这样的抽签。",
            count: format!("{} 次{held}，每页 {LISTED} 次", chosen.len()),
            next,
        }))
        .render(&frame)
}
