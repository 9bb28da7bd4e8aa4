//! Scenes: who takes part and what is written, read from `data/redact/scenes.txt` and played with dice.

use std::sync::LazyLock;

use super::Forged;
use super::dice::Dice;
use super::draft::Draft;
use super::people::{Actor, actor};
use super::pool;
use crate::case::{Case, Kind, Nature, Person};
use crate::edit::Class;

/// A scene as written in the data file.
pub(super) struct Scene {
    pub name: &'static str,
    kind: Kind,
    title: &'static str,
    code: &'static str,
    cause: &'static str,
    cast: Vec<&'static str>,
    lines: Vec<&'static str>,
}

static SCENES: LazyLock<Vec<Scene>> = LazyLock::new(|| {
    include_str!("../../../../data/redact/scenes.txt").split("\n# ").skip(1).filter_map(read).collect()
});

/// Every scene.
pub(super) fn all() -> &'static [Scene] {
    &SCENES
}

fn read(text: &'static str) -> Option<Scene> {
    let mut lines = text.lines();
    let name = lines.next()?.trim();
    let mut scene =
        Scene { name, kind: Kind::Civil, title: "", code: "", cause: "", cast: Vec::new(), lines: Vec::new() };
    for line in lines.filter(|line| !line.trim().is_empty()) {
        match line.split_once(' ').unwrap_or((line, "")) {
            ("kind", kind) => scene.kind = serde_json::from_value(serde_json::Value::String(kind.to_owned())).ok()?,
            ("title", title) => scene.title = title,
            ("code", code) => scene.code = code,
            ("cause", cause) => scene.cause = cause,
            ("cast", cast) => scene.cast.push(cast),
            _ => scene.lines.push(line),
        }
    }
    Some(scene)
}

/// What every scene ends or fills with.
const FILLERS: &[&str] = &[
    "上述事实，有当事人陈述、书证、证人证言等证据在卷佐证，足以认定。",
    "当事人一方不履行合同义务或者履行合同义务不符合约定的，应当承担继续履行、采取补救措施或者赔偿损失等违约责任。",
    "当事人对自己提出的主张，有责任提供证据。没有证据或者证据不足以证明其事实主张的，由负有举证证明责任的当事人承担不利后果。",
    "本院认为，本案争议的焦点是责任应当如何承担，以及损失应当如何计算。",
    "庭审中，各方围绕诉讼请求依法提交了证据，本院组织进行了证据交换和质证。",
    "对上述证据的真实性、合法性和关联性，各方均无异议，本院予以确认并在卷佐证。",
    "经本院主持调解，因双方意见分歧较大，调解未能达成一致意见。",
    "双方为此多次协商，始终未能就付款时间与方式形成一致意见，遂成讼。",
];

struct Stage<'s> {
    scene: &'s Scene,
    cast: Vec<Actor>,
    court: String,
    number: String,
}

impl Scene {
    pub(super) fn play(&self, mut dice: Dice, noise: u32) -> Forged {
        let mut cast: Vec<Actor> = Vec::new();
        for line in self.cast.iter().chain(&["X judge plain", "Y assessor plain", "Z clerk plain"]) {
            if let Some(actor) = actor(line, &cast, &mut dice) {
                cast.push(actor);
            }
        }
        let court = format!("{}人民法院", pool::county(&mut dice));
        let number = format!(
            "（{}）辽{:04}{}{}号",
            dice.between(2018, 2021),
            dice.between(101, 1499),
            self.code,
            dice.between(1, 9999)
        );
        let known = dice.chance(500);
        let mut draft = Draft::new(dice, noise);
        let stage = Stage { scene: self, cast, court, number };
        stage.write(&mut draft);
        let case = stage.case(known, &draft.text);
        Forged { scene: self.name.to_owned(), case, text: draft.text, go: draft.go, stay: draft.stay }
    }
}

impl Stage<'_> {
    fn case(&self, homes: bool, text: &str) -> Case {
        let persons: Vec<Person> = self.cast.iter().map(|actor| actor.person.clone()).collect();
        let natural = self.cast.iter().filter(|actor| actor.person.nature == Nature::Natural);
        let addresses = match homes {
            true => natural.map(|actor| format!("{}{}{}", actor.county, actor.street, actor.door)).collect(),
            false => Vec::new(),
        };
        let told = |phrases: &[&str]| -> Vec<String> {
            phrases.iter().filter(|phrase| text.contains(**phrase)).map(|phrase| (*phrase).to_owned()).collect()
        };
        Case {
            kind: self.scene.kind,
            number: Some(self.number.clone()),
            court: Some(self.court.clone()),
            persons,
            secrets: told(SECRETS),
            privacy: told(PRIVATE),
            addresses,
            keep: Vec::new(),
        }
    }

    fn write(&self, draft: &mut Draft) {
        draft.stay(&self.court, Class::Unit);
        draft.say(&format!("\n{}\n", self.scene.title));
        draft.stay(&self.number, Class::Unit);
        draft.say("\n");
        for line in &self.scene.lines {
            let optional = line.strip_prefix('?');
            if optional.is_some() && draft.dice.chance(400) {
                continue;
            }
            let ways: Vec<&str> = optional.unwrap_or(line).split(" || ").collect();
            let line = draft.dice.word(&ways);
            self.line(line, draft);
            draft.say("\n");
        }
        for _ in 0..draft.dice.between(20, 28) {
            let filler = draft.dice.word(FILLERS);
            draft.say(filler);
            draft.say("\n");
        }
        self.close(draft);
    }

    fn close(&self, draft: &mut Draft) {
        let gap = draft.dice.word(&["", " ", "　"]);
        for (title, key) in [("审　判　长", 'X'), ("人民陪审员", 'Y'), ("书　记　员", 'Z')] {
            let Some(actor) = self.cast.iter().find(|actor| actor.key == key) else { continue };
            draft.say(title);
            draft.say("　");
            let spaced: Vec<String> = actor.person.name.chars().map(String::from).collect();
            draft.stay(&spaced.join(gap), Class::Name);
            draft.say("\n");
        }
        let date = format!(
            "二〇二{}年{}月{}日\n",
            draft.dice.word(&["〇", "一"]),
            draft.dice.between(1, 12),
            draft.dice.between(1, 28)
        );
        draft.say(&date);
    }

    fn line(&self, line: &str, draft: &mut Draft) {
        let mut rest = line;
        while let Some((head, tail)) = rest.split_once('{') {
            draft.say(head);
            let Some((mark, after)) = tail.split_once('}') else { return };
            self.mark(mark, draft);
            rest = after;
        }
        draft.say(rest);
    }

    fn mark(&self, mark: &str, draft: &mut Draft) {
        let mut chars = mark.chars();
        let key = chars.next().filter(char::is_ascii_uppercase);
        let actor = key.and_then(|key| self.cast.iter().find(|actor| actor.key == key));
        match actor {
            Some(actor) => of(actor, mark.get(1..).unwrap_or("").trim_start_matches('.'), draft),
            None => self.of_case(mark, draft),
        }
    }

    fn of_case(&self, mark: &str, draft: &mut Draft) {
        let dice = &mut draft.dice;
        match mark {
            "court" => draft.stay(&self.court, Class::Unit),
            "number" => draft.stay(&self.number, Class::Unit),
            "cause" => draft.say(self.scene.cause),
            "date" => {
                let date = format!("{}年{}月{}日", dice.between(2015, 2020), dice.between(1, 12), dice.between(1, 28));
                draft.say(&date);
            }
            "money" => {
                let money = match dice.below(3) {
                    0 => format!("{},{:03},{:03}.00元", dice.between(1, 99), dice.below(1000), dice.below(1000)),
                    1 => format!("{}万元", dice.between(1, 900)),
                    _ => format!("{}元", dice.between(1000, 9_999_999)),
                };
                draft.stay(&money, Class::Account);
            }
            "contract" => {
                let number = format!("HT20{}{}", dice.between(10, 20), dice.digits(12));
                draft.stay(&number, Class::Account);
            }
            _ => of_texts(mark, draft),
        }
    }
}

/// What a scene says of statutes, of what must not be told, and of words that look like names.
fn of_texts(mark: &str, draft: &mut Draft) {
    let dice = &mut draft.dice;
    match mark {
        "law" => {
            let law = dice.word(&[
                "《中华人民共和国民法典》第一千一百六十五条第一款",
                "《中华人民共和国民事诉讼法》第六十四条第一款",
                "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第九十条",
                "《中华人民共和国继承法》第十条",
            ]);
            draft.stay(law, Class::Unit);
        }
        "ill" => {
            let (body, kind) =
                [("抑郁", "症"), ("精神分裂", "症"), ("乙型肝", "炎"), ("肺", "癌"), ("艾滋", "病"), ("帕金森", "病")]
                    .get(dice.below(6))
                    .copied()
                    .unwrap_or(("抑郁", "症"));
            draft.go(body, Class::Health);
            draft.say(kind);
        }
        "secret" => {
            let secret = dice.word(SECRETS);
            draft.go(secret, Class::Secret);
        }
        "private" => {
            let private = dice.word(PRIVATE);
            draft.go(private, Class::Privacy);
        }
        "tech" => {
            let start = dice.word(&[
                "通过技术侦查措施截获的通话内容",
                "经技侦部门批准采取的技术侦查措施所获微信记录",
                "公安机关采用技术侦查手段取得的定位记录",
            ]);
            draft.go(&format!("{start}证实其联系上线并约定交易地点"), Class::Investigation);
        }
        "happy" => {
            let word = dice.word(&[
                "双方都很高兴",
                "双方和平解决",
                "处理较为方便",
                "马上离开现场",
                "文明经营",
                "存放于安全地点",
                "依照王法官的释明",
            ]);
            draft.stay(word, Class::Name);
        }
        _ => draft.say(mark),
    }
}

const SECRETS: &[&str] = &["A 30%、B 12%", "淬火温度860℃保温40分钟", "客户底价为每吨4210元", "搅拌转速1200转每分钟"];
const PRIVATE: &[&str] = &["与他人同居", "曾多次堕胎", "婚内出轨同事", "有过吸毒经历"];

/// What a scene says of an actor.
fn of(actor: &Actor, what: &str, draft: &mut Draft) {
    let unit = actor.person.nature == Nature::Unit;
    match what {
        "" if actor.hidden => draft.hidden_name(&actor.person.name, actor.kept, Class::Name),
        "" => draft.stay(&actor.person.name, if unit { Class::Unit } else { Class::Name }),
        "alias" => match actor.person.aliases.first() {
            Some(alias) if actor.hidden => {
                draft.say("（曾用名");
                draft.hidden_name(alias, actor.kept, Class::Alias);
                draft.say("）");
            }
            _ => {}
        },
        "group" => {
            let group = actor.person.ethnicity.as_deref().unwrap_or("汉族");
            draft.say(if actor.person.foreign { "外国籍" } else { group });
        }
        "sex" => draft.say(if actor.person.sex == Some(crate::case::Sex::Female) { "女" } else { "男" }),
        "birth" => {
            let (year, month, day) = actor.birth;
            let birth = format!("{year}年{month}月{day}日出生");
            if actor.hidden { draft.go(&birth, Class::Birth) } else { draft.stay(&birth, Class::Birth) }
        }
        "home" => {
            draft.stay(&actor.county, Class::Address);
            draft.go(&format!("{}{}", actor.street, actor.door), Class::Address);
        }
        "address" => draft.stay(&format!("{}{}{}", actor.county, actor.street, actor.door), Class::Address),
        "door" => {
            draft.stay(&format!("{}{}", actor.county, actor.street), Class::Address);
            draft.go(&actor.door, Class::Address);
        }
        "id" => draft.number(&actor.identity, Class::Identity),
        "phone" => draft.number(&actor.mobile, Class::Phone),
        "card" => draft.number(&actor.card, Class::Account),
        "plate" => {
            draft.stay(&actor.plate.0, Class::Plate);
            draft.go(&actor.plate.1, Class::Plate);
        }
        "job" => {
            let job = draft.dice.word(&[
                "工人",
                "农民",
                "无业",
                "个体工商户",
                "退休职工",
                "沈阳机床厂职工",
                "初中文化",
                "大学文化程度",
                "在校学生",
            ]);
            draft.go(job, Class::Occupation);
        }
        _ => of_papers(what, draft),
    }
}

/// What a scene says of papers and accounts.
fn of_papers(what: &str, draft: &mut Draft) {
    match what {
        "cert" => {
            draft.say("辽（2019）沈阳市不动产权第");
            let number = draft.dice.digits(7);
            draft.go(&number, Class::Certificate);
            draft.say("号");
        }
        "deed" => {
            draft.say("沈房权证中心字第");
            let number = format!("N060{}", draft.dice.digits(6));
            draft.go(&number, Class::Certificate);
            draft.say("号");
        }
        "wechat" => {
            let id = format!("{}_{}", draft.dice.word(&["abc", "lucky", "sunny", "wx"]), draft.dice.digits(5));
            draft.go(&id, Class::Contact);
        }
        "qq" => {
            let id = draft.dice.digits(9);
            draft.go(&id, Class::Contact);
        }
        "mail" => {
            let id = format!(
                "{}{}@{}",
                draft.dice.word(&["zhang", "a.b", "li_m"]),
                draft.dice.digits(3),
                draft.dice.word(&["163.com", "qq.com"])
            );
            draft.go(&id, Class::Contact);
        }
        "passport" => {
            let id = format!("E{}", draft.dice.digits(8));
            draft.go(&id, Class::Identity);
        }
        "licence" => {
            let id = format!("1210120{}", draft.dice.digits(10));
            draft.stay(&id, Class::Identity);
        }
        "vin" => {
            let id = format!("LSVAA49J{}", draft.dice.digits(9));
            draft.go(&id, Class::Certificate);
        }
        _ => {}
    }
}
