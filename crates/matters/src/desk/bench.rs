//! The bench at the desk: who sits, and the forms by which it is drawn, named, changed and recused.

use court::filing::Matter;
use law::assignment::SeatKind;
use law::life::codes::{ChangeGround, LinkGround, NamingGround, Procedure, SevenGround};
use law::life::papers::Seated;
use permit::Action;

use super::assign::BENCHES;
use hall::form::{Field, Form, Kind};
use hall::gate::Who;
use hall::may::upon;
use hall::page::{Block, Table, Text};

/// Who sits, and whose place is empty.
pub fn who_sits(matter: &Matter) -> Option<Block> {
    let seated = matter.case.seated();
    if seated.is_empty() {
        return None;
    }
    let line = |one: &Seated| {
        let waits = if one.substitute { "递补，前一位不能参加时按顺序参加" } else { "" };
        vec![Text::from(format!("{} 号", one.judge.0)), one.seat.zh().into(), waits.into()]
    };
    let mut rows: Vec<Vec<Text>> = seated.iter().map(line).collect();
    let gone = matter.case.leaving().iter();
    rows.extend(gone.map(|judge| {
        vec![
            Text::from(format!("{} 号", judge.0)),
            "已经退出".into(),
            Text::from("席位空缺，待重新抽签").looking("overdue"),
        ]
    }));
    Some(Block::Table(Table {
        title: "审判组织".to_owned(),
        heads: vec!["人员", "席位", "说明"],
        rows,
        ..Table::default()
    }))
}

fn select<T: Copy>(all: &[T], word: fn(T) -> &'static str, zh: fn(T) -> &'static str) -> Kind {
    Kind::Select(all.iter().map(|one| (word(*one).to_owned(), zh(*one).to_owned())).collect())
}

/// Procedures one may assign under.
fn procedures() -> Field {
    let all = [Procedure::Summary, Procedure::SmallClaim, Procedure::Ordinary];
    Field::new("procedure", "程序", select(&all, Procedure::word, Procedure::zh)).holding("summary")
}

fn benches() -> Field {
    let options = BENCHES.iter().map(|(word, _, _, zh)| ((*word).to_owned(), (*zh).to_owned()));
    let mut all = vec![(String::new(), "按程序：简易、小额一人，普通程序法官三人".to_owned())];
    all.extend(options);
    Field::new("bench", "审判组织", Kind::Select(all))
        .hint("有人民陪审员的只限第一审普通程序：三人合议庭，或者法官三人、陪审员四人的七人合议庭。")
}

/// A field under another name: a page holds several forms, and no two fields of it are called alike.
fn named(name: &str, label: &str, field: Field) -> Field {
    Field { name: name.to_owned(), label: label.to_owned(), ..field }
}

fn seven() -> Field {
    let mut all = vec![(String::new(), "不是七人合议庭".to_owned())];
    all.extend(SevenGround::ALL.iter().map(|one| (one.word().to_owned(), one.zh().to_owned())));
    Field::new("seven", "七人合议庭的事由（人民陪审员法第十六条）", Kind::Select(all))
}

/// Forms of a first assignment.
pub fn assigning(matter: &Matter, who: &Who, here: &str, add: &mut impl FnMut(Form)) {
    let may = |action, own| upon(who, action, matter, own).is_ok();
    if may(Action::Draw, false) {
        add(Form::new(format!("{here}/draw"), who.csrf(), "抽签分案")
            .titled("抽签确定审判组织")
            .with(procedures())
            .with(benches())
            .with(seven())
            .warning("结果立即封存并通知当事人，承办法官一经确定不得擅自变更。三十日内就同一纠纷再次起诉的，和当事人、案由相同的系列案，自动随前案法官，不另抽签。"));
        let grounds = [LinkGround::Counterclaim, LinkGround::ThirdParty, LinkGround::MainCase];
        add(Form::new(format!("{here}/follow"), who.csrf(), "随关联案件分配")
            .titled("反诉、第三人诉讼、附随案件")
            .with(Field::new("follow-ground", "随案的事由", select(&grounds, LinkGround::word, LinkGround::zh)))
            .with(
                Field::new("follow-stream", "关联案件的卷宗流", Kind::Line("numeric", "off"))
                    .hint("本院案件页面地址里最后的数字。两件案件应当有相同的当事人，系统会核对。")
                    .needed(),
            )
            .with(named("follow-procedure", "怎样审理", procedures()))
            .with(named("follow-bench", "几个人审理", benches()))
            .quiet());
    }
    naming(matter, who, here, add);
}

/// Naming, by one who asks and another who agrees.
fn naming(matter: &Matter, who: &Who, here: &str, add: &mut impl FnMut(Form)) {
    let may = |action, own| upon(who, action, matter, own).is_ok();
    match matter.case.naming() {
        None if may(Action::ProposeDesignation, false) => {
            add(Form::new(format!("{here}/propose"), who.csrf(), "提请指定")
                .titled("指定分案（例外）")
                .with(Field::new("ground", "事由", select(NamingGround::ALL, NamingGround::word, NamingGround::zh)))
                .with(Field::new("judge", "指定的法官编号", Kind::Line("numeric", "off")).needed())
                .with(Field::new("reason", "具体理由", Kind::Text(3)).hint("至少十个字。").needed())
                .quiet());
        }
        Some(naming) => {
            let own = naming.proposer == who.account() || naming.judge.0 == who.account();
            if !may(Action::ApproveDesignation, own) {
                return;
            }
            add(Form::new(format!("{here}/approve"), who.csrf(), "批准指定")
                .titled(format!("提请指定 {} 号法官（{}）：{}", naming.judge.0, naming.ground.zh(), naming.reason))
                .with(procedures())
                .with(benches())
                .with(seven())
                .warning("批准后立即分案，同时封存“如果抽签会是谁”，并告知当事人。"));
            add(Form::new(format!("{here}/decline"), who.csrf(), "不批准，改为抽签")
                .with(Field::new("decline-reason", "不批准的理由", Kind::Text(2)).needed())
                .quiet());
        }
        None => {}
    }
}

fn decision(yes: &str, no: &str, name: &str) -> Field {
    let options = [("1", yes), ("", no)].map(|(value, zh)| (value.to_owned(), zh.to_owned()));
    Field::new(name, "决定", Kind::Choice(options.to_vec())).holding("1")
}

/// Forms of a bench that is there: recusals, changes, and drawing for empty places.
pub fn changing(matter: &Matter, who: &Who, here: &str, add: &mut impl FnMut(Form)) {
    let may = |action, own| upon(who, action, matter, own).is_ok();
    let case = &matter.case;
    if let Some(judge) = case.recusal().filter(|judge| may(Action::DecideRecusal, judge.0 == who.account())) {
        add(Form::new(format!("{here}/recusal"), who.csrf(), "作出决定")
            .titled(format!("当事人申请 {} 号回避", judge.0))
            .with(decision("准许回避", "不准许", "upheld"))
            .with(Field::new("reason", "理由", Kind::Text(3)).needed())
            .warning("三日内决定；准许的，重新抽签，陪审员由递补的人参加。"));
    }
    if let Some((judge, due)) =
        case.reconsidering().filter(|(judge, _)| may(Action::DecideRecusal, judge.0 == who.account()))
    {
        add(Form::new(format!("{here}/reconsideration"), who.csrf(), "作出复议决定")
            .titled(format!("当事人对不准许 {} 号回避的决定申请复议，{due} 前决定", judge.0))
            .with(decision("准许回避", "维持原决定", "reconsideration-upheld"))
            .with(Field::new("reconsideration-reason", "复议决定的理由", Kind::Text(3)).needed())
            .warning("复议以一次为限；复议期间不停止审判人员的工作。"));
    }
    if let Some(asked) = case.change_asked() {
        let own = asked.proposer == who.account() || asked.of.0 == who.account();
        if may(Action::DecideChange, own) {
            add(Form::new(format!("{here}/decide-change"), who.csrf(), "作出决定")
                .titled(format!("提请变更 {} 号（{}）：{}", asked.of.0, asked.ground.zh(), asked.reason))
                .with(decision("批准变更", "不批准", "granted"))
                .with(Field::new("decide-change-reason", "变更决定的理由", Kind::Text(3)).needed())
                .warning("批准后由抽签确定接任的人，不能直接选人，并立即告知当事人。"));
        }
    } else if may(Action::ProposeChange, false) {
        add(changes(matter, who, here));
    }
    let empty = case.vacant() || !case.leaving().is_empty();
    if empty && may(Action::Draw, false) {
        add(Form::new(format!("{here}/draw"), who.csrf(), "重新抽签")
            .titled("席位空缺，重新抽签")
            .with(Field::hidden("procedure", case.procedure().word()))
            .warning("只抽空缺的席位，其他人不变。结果立即封存并通知当事人。"));
    }
    if case.vacant() {
        naming(matter, who, here, add);
    }
}

fn changes(matter: &Matter, who: &Who, here: &str) -> Form {
    let grounds: Vec<ChangeGround> =
        ChangeGround::ALL.iter().copied().filter(|one| *one != ChangeGround::Recusal).collect();
    let case = &matter.case;
    let mut people: Vec<(String, String)> = case
        .seated()
        .iter()
        .map(|one| (one.judge.0.to_string(), format!("{} 号，{}", one.judge.0, one.seat.zh())))
        .collect();
    if let (true, Some(judge)) = (people.is_empty(), case.facts.judge) {
        people.push((judge.0.to_string(), format!("{} 号，{}", judge.0, SeatKind::Judge.zh())));
    }
    Form::new(format!("{here}/change"), who.csrf(), "提请变更")
        .titled("变更审判人员（合议庭工作规定第三条）")
        .with(Field::new("change-of", "变更谁", Kind::Select(people)))
        .with(Field::new("change-ground", "变更的事由", select(&grounds, ChangeGround::word, ChangeGround::zh)))
        .with(Field::new("change-reason", "变更的具体理由", Kind::Text(3)).hint("至少十个字。").needed())
        .warning("由院长决定；批准后抽签确定接任的人。")
        .quiet()
}
