//! Whether a name that was found is a name where it stands (O-032 step 2): not part of a place, a unit, a statute,
//! an office, or of the words around it.

use crate::edit::Reason;
use crate::fold::{Folded, Gap};
use crate::words::{UNIT_ENDS, ends_in_surname, is_han, is_name_like, is_statute};

/// What a match turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The name.
    Name,
    /// Something else that stays, with what a person must look at.
    Other(Option<Reason>),
}

/// Reads the surroundings of a match; `kept` is the length of the surname in bytes.
#[must_use]
pub fn standing(folded: &Folded<'_>, start: usize, end: usize, kept: usize) -> Standing {
    let name = folded.text().get(start..end).unwrap_or("");
    let han = name.chars().next().is_some_and(is_han);
    if !han {
        let open = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphabetic());
        let apart = |at| folded.gap(at) != Gap::None;
        let whole = (open(folded.before(start)) || apart(start)) && (open(folded.after(end)) || apart(end));
        return if whole { Standing::Name } else { Standing::Other(None) };
    }
    // 张XX1 is another one than 张XX
    let numbered = || folded.after(end).is_some_and(|c| c.is_ascii_digit()) && folded.gap(end) == Gap::None;
    if name.ends_with(['x', '×', '某', '*']) && numbered() {
        return Standing::Other(None);
    }
    if in_statute(folded, start, end) || is_place(folded, start, end) {
        return Standing::Other(None);
    }
    if is_office(folded, start + kept, end) {
        return Standing::Other(None);
    }
    if in_unit(folded, end) {
        return Standing::Other(Some(Reason::InsideUnit));
    }
    let sure = opens(folded.before(start)) && ends_name(folded, end) && !heightened(folded, start);
    if is_name_like(name) && !sure && !introduced(folded, start) {
        return Standing::Other(Some(Reason::CommonWord));
    }
    let short = name.chars().count() == 2;
    let joined = folded.before(start).zip(name.chars().next()).is_some_and(|(c, first)| ends_in_surname(c, first));
    if short && joined && !sure && !closes(folded.after(end)) {
        return Standing::Other(Some(Reason::WordBoundary));
    }
    Standing::Name
}

/// Whether a name may begin after this character: a line's beginning, a mark, the end of a role, a word that joins.
#[must_use]
pub fn opens(before: Option<char>) -> bool {
    const ENDS: &str = "人告母父子女兄弟姐妹妻夫孙爷奶叔婶舅姨姑侄甥员者";
    const JOINS: &str = "与和及对向给由被让将把跟同即叫为是据按称诉认且并但故因而如若";
    before.is_none_or(|c| !is_han(c) && !c.is_ascii_alphanumeric() && c != '×' || ENDS.contains(c) || JOINS.contains(c))
}

/// Whether a name may end before this character.
#[must_use]
pub fn closes(after: Option<char>) -> bool {
    const SPEECH: &str = "称诉辩说述曾均已未不也又因自认请坚";
    const DEEDS: &str =
        "系于在到将把被向对给为证是以从提作持驾应有没要共分签出去借死驶主支还欠收付交领拿打送购取承偿赔委签履";
    const JOINS: &str = "的与和及等之某名先女所即同无则并且故当庭";
    after.is_none_or(|c| {
        !is_han(c) && !c.is_ascii_alphanumeric() && c != '×'
            || [SPEECH, DEEDS, JOINS].iter().any(|list| list.contains(c))
    })
}

/// Whether what follows is what persons do, or a figure.
fn ends_name(folded: &Folded<'_>, end: usize) -> bool {
    const WORDS: &[&str] = &["上诉", "现患", "现住", "现年", "继承", "抗诉", "申请", "谅解", "原系", "垫付", "随"];
    let tail = folded.ahead(end, 2);
    closes(folded.after(end))
        || tail.starts_with(|c: char| c.is_ascii_digit())
        || WORDS.iter().any(|word| tail.starts_with(word))
}

/// A word of degree before: 很高兴, 较为方便.
fn heightened(folded: &Folded<'_>, start: usize) -> bool {
    let back = folded.back(start, 2);
    back.ends_with(['很', '太', '更', '最', '都', '不', '十', '非', '较', '颇', '极'])
        || ["较为", "更为", "甚为", "颇为", "极为", "尤为", "十分", "非常", "感到", "觉得"]
            .iter()
            .any(|word| back.ends_with(word))
}

/// A role or a word that hands something to somebody before: 原告, 由, 汇入.
fn introduced(folded: &Folded<'_>, start: usize) -> bool {
    const ROLES: &[&str] = &[
        "原告",
        "被告",
        "告人",
        "诉人",
        "请人",
        "行人",
        "害人",
        "继承人",
        "证人",
        "理人",
        "护人",
        "三人",
        "案外人",
        "鉴定人",
        "执行人",
    ];
    const HANDS: &[&str] = &[
        "汇入",
        "转入",
        "打入",
        "存入",
        "转给",
        "汇给",
        "借给",
        "交给",
        "付给",
        "打给",
        "给付",
        "赔偿",
        "偿还",
        "支付",
        "取得",
        "看见",
        "追赶",
        "登记在",
        "由",
        "向",
        "将",
        "让",
        "被",
        "诉",
        "殴打",
    ];
    let back = folded.back(start, 3);
    ROLES.iter().chain(HANDS).any(|word| back.ends_with(word))
}

/// Inside 《…》 whose title is a statute's.
fn in_statute(folded: &Folded<'_>, start: usize, end: usize) -> bool {
    let head = folded.back(start, 40);
    if head.rfind('《').is_none_or(|open| head.get(open..).is_some_and(|rest| rest.contains('》'))) {
        return false;
    }
    let tail = folded.ahead(end, 40);
    let (Some(open), Some(close)) = (head.rfind('《'), tail.find('》')) else { return false };
    let from = start - head.len() + open + '《'.len_utf8();
    folded.text().get(from..end + close).is_some_and(is_statute)
}

/// A district, street or village: 沈阳市和平区, 住和平路.
fn is_place(folded: &Folded<'_>, start: usize, end: usize) -> bool {
    const MARKS: &[&str] = &[
        "区", "市", "县", "镇", "乡", "村", "街", "路", "道", "巷", "大街", "大道", "胡同", "小区", "广场", "屯",
        "社区", "花园", "大厦", "桥",
    ];
    const NOT: &[&str] = &["区分", "区别", "路过", "路上", "路经", "道歉", "市场", "路遇", "村民"];
    let tail = folded.ahead(end, 3);
    if folded.gap(end) == Gap::Line || NOT.iter().any(|word| tail.starts_with(word)) {
        return false;
    }
    if !MARKS.iter().any(|mark| tail.starts_with(mark)) {
        return false;
    }
    let before = folded.back(start, 2);
    let name = folded.text().get(start..end).unwrap_or("");
    is_name_like(name)
        || before.ends_with(['市', '省', '区', '县', '州', '旗', '镇', '乡', '村', '住', '在', '沿', '至', '往'])
        || ["位于", "坐落", "来到", "前往", "途经", "行至"].iter().any(|word| before.ends_with(word))
}

/// The given name is the beginning of an office: 王法官, 王律师.
fn is_office(folded: &Folded<'_>, given: usize, end: usize) -> bool {
    const OFFICES: &[&str] = &[
        "法官",
        "法庭",
        "律师",
        "主任",
        "经理",
        "书记",
        "审判",
        "检察",
        "医生",
        "老师",
        "会计",
        "处长",
        "局长",
        "队长",
        "院长",
        "庭长",
        "科长",
        "所长",
        "教授",
        "警官",
        "先生",
        "女士",
        "小姐",
        "同志",
        "师傅",
        "大夫",
        "总经理",
        "董事",
        "校长",
        "厂长",
        "村长",
        "支书",
        "镇长",
    ];
    let tail = folded.ahead(given, 4);
    let length = end.saturating_sub(given);
    OFFICES.iter().any(|office| office.len() > length && tail.starts_with(office))
}

/// The beginning of a unit's name that runs on without a stop.
fn in_unit(folded: &Folded<'_>, end: usize) -> bool {
    const STOPS: &[char] = &[
        '诉', '与', '和', '及', '系', '是', '在', '向', '为', '的', '由', '对', '被', '将', '把', '到', '从', '给',
        '称', '于', '等', '曾', '因', '任', '所', '经', '有', '以', '至', '就', '并', '又', '未', '已', '持', '驾',
        '去', '买', '开', '办', '受', '送', '拨', '要', '提', '签', '自', '用', '说', '名', '同', '进', '入', '该',
        '我', '住', '时', '某', '让', '出', '依', '按', '不', '均', '也', '即', '原', '担',
    ];
    if folded.gap(end) == Gap::Line {
        return false;
    }
    let tail = folded.ahead(end, 20);
    let stops = |at: usize, c: char| STOPS.contains(&c) && !tail.get(at..).is_some_and(|rest| rest.starts_with("有限"));
    let run = tail.char_indices().find(|(at, c)| !is_han(*c) || stops(*at, *c)).map_or(tail.len(), |(at, _)| at);
    let run = tail.get(..run).unwrap_or("");
    if run.chars().nth(1).is_none() {
        return false;
    }
    UNIT_ENDS.iter().any(|unit| {
        run.find(unit).is_some_and(|at| {
            let more = run.get(at + unit.len()..).unwrap_or("");
            (at > 0 || unit.len() > 3) && !more.starts_with(['卡', '账', '帐', '存', '流', '转', '款', '贷', '员'])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, name: &str) -> Standing {
        let folded = Folded::new(text);
        let start = folded.text().find(name).unwrap();
        standing(&folded, start, start + name.len(), 3)
    }

    #[test]
    fn o_032_names_inside_other_words_are_protected() {
        for (text, name) in [
            ("住沈阳市和平区南京北街", "和平"),
            ("依照王法官的释明", "王法"),
            ("《中华人民共和国高明法》", "高明"),
            ("原告住李明路", "李明"),
            ("他找到王律师问", "王律"),
            ("anna说", "ann"),
            ("被告人张XX1到庭", "张xx"),
        ] {
            assert_eq!(read(text, name), Standing::Other(None), "{text}");
        }
    }

    #[test]
    fn o_032_doubtful_places_are_looked_at() {
        for text in ["处理较为方便。", "马上离开", "双方和平解决", "存放于安全地点", "文明经营"]
        {
            let word = ["方便", "马上", "和平", "安全", "文明"].into_iter().find(|word| text.contains(word)).unwrap();
            assert_eq!(read(text, word), Standing::Other(Some(Reason::CommonWord)), "{text}");
        }
        assert_eq!(read("双方都很高兴。", "高兴"), Standing::Other(Some(Reason::CommonWord)));
        assert_eq!(read("沈阳李明商贸有限公司", "李明"), Standing::Other(Some(Reason::InsideUnit)));
        assert_eq!(read("原告主张江水上涨", "张江"), Standing::Other(Some(Reason::WordBoundary)));
    }

    #[test]
    fn o_032_names_are_names() {
        for (text, name) in [
            ("原告李明诉沈阳李明商贸有限公司", "李明"),
            ("原告高兴、被告王芳", "高兴"),
            ("李明路过此地", "李明"),
            ("《李明遗嘱》", "李明"),
            ("通知张江到庭", "张江"),
            ("原告张江", "张江"),
            ("原告高兴继承纠纷一案", "高兴"),
            ("款项汇入高兴银行卡", "高兴"),
            ("李明在沈阳甲乙有限公司工作", "李明"),
            ("李明确认收到", "李明"),
        ] {
            assert_eq!(read(text, name), Standing::Name, "{text}");
        }
    }
}
