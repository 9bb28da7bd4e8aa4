//! The words by which the parts of a judgment are known (分区标志), all found in one pass.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::fold::Folded;

/// What a word announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// How the case came before the court.
    Procedure,
    /// What the claiming side says.
    Claims,
    /// The same by a word that stands in other parts too.
    ClaimsWeak,
    /// What the other side says.
    Defence,
    /// That somebody says something: 李明称.
    Says,
    /// That the other side says nothing.
    Silence,
    /// Evidence handed in or examined.
    Evidence,
    /// The list of evidence behind the facts.
    Proof,
    /// Facts found.
    Facts,
    /// More facts found.
    More,
    /// Steps of an enforcement.
    Steps,
    /// Facts found below.
    FactsBelow,
    /// Reasons or decision below.
    ReasonsBelow,
    /// Reasons.
    Reasons,
    /// The words before what is decided.
    Ruling,
    /// The same in short: 判决：.
    RulingPlain,
    /// Consequence of late performance, part of what is decided.
    Late,
    /// Costs.
    Costs,
    /// Remedies.
    Appeal,
    /// A member of the bench.
    Bench,
    /// Attachment.
    Attachment,
}

/// A word found, in plain bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub tag: Tag,
    pub start: usize,
    pub end: usize,
}

const WORDS: [(Tag, &[&str]); 19] = [
    (
        Tag::Procedure,
        &[
            "一案",
            "立案",
            "审理终结",
            "公开开庭",
            "提起公诉",
            "组成合议庭",
            "独任审判",
            "到庭参加诉讼",
            "提起诉讼",
            "提出上诉",
            "提起上诉",
            "诉至本院",
            "诉来本院",
            "诉讼来院",
            "起诉来院",
            "诉至法院",
            "本院受理",
            "本院于",
            "本院在审理",
            "本院在执行",
            "申请强制执行",
            "申请执行",
            "适用简易程序",
            "适用小额诉讼",
            "适用速裁",
            "提起抗诉",
            "申请再审",
            "提起自诉",
            "提起行政诉讼",
            "不服",
            "作出(",
            "提出减刑建议",
            "提出假释建议",
            "申请财产保全",
            "诉前财产保全",
            "管辖权异议",
            "申请支付令",
            "向本院申请",
            "二案",
        ],
    ),
    (
        Tag::Claims,
        &[
            "诉称",
            "起诉请求",
            "诉讼请求:",
            "上诉请求",
            "上诉称",
            "上诉提出",
            "上诉理由",
            "申请再审称",
            "再审请求",
            "申诉称",
            "申请称",
            "请求称",
            "抗诉称",
            "抗诉认为",
            "抗诉提出",
            "异议称",
            "反诉称",
            "复议称",
            "事实和理由",
            "事实与理由",
            "事实及理由",
            "公诉机关指控",
            "检察院指控",
            "起诉指控",
            "检察机关指控",
            "起诉书指控",
            "自诉人指控",
            "指控:",
            "指控,",
            "指控如下",
            "公诉机关认为",
            "检察机关认为",
            "检察院认为",
            "出庭意见",
            "申请人称",
            "申请再审人称",
            "赔偿请求:",
            "请求事项:",
            "申请事项",
            "要求:",
            "诉请",
            "起诉称",
            "原告称",
            "异议人称",
            "申请执行人称",
            "申诉人称",
            "申请请求",
            "执行机关认为",
            "执行机关提出",
            "异议请求",
            "提出如下异议",
            "案外人称",
        ],
    ),
    (Tag::Says, &["称,", "称:"]),
    (Tag::ClaimsWeak, &["诉讼请求", "提出异议", "提出诉请", "指控"]),
    (
        Tag::Defence,
        &[
            "辩称",
            "答辩称",
            "辩护意见",
            "辩护人提出",
            "辩护人认为",
            "辩解称",
            "答辩意见",
            "述称",
            "答辩认为",
            "辩护称",
            "辩解意见",
            "答辩如下",
            "提交意见称",
            "辩解提出",
            "陈述意见",
            "书面意见称",
            "答辩:",
        ],
    ),
    (
        Tag::Silence,
        &[
            "未作答辩",
            "未答辩",
            "未予答辩",
            "未提交答辩",
            "未提出答辩",
            "未到庭",
            "未提交书面答辩",
            "未作书面答辩",
            "未进行答辩",
            "没有答辩",
            "未发表意见",
            "未提交意见",
            "未作出答辩",
            "未向本院提交答辩",
            "未提交书面意见",
            "未提出答辩意见",
            "没有异议",
            "均无异议",
            "无异议",
            "供认不讳",
            "自愿认罪",
        ],
    ),
    (
        Tag::Evidence,
        &[
            "提交了证据",
            "提交证据",
            "提交以下证据",
            "提交了以下证据",
            "提供以下证据",
            "提供了以下证据",
            "提交了如下证据",
            "提交如下证据",
            "提供了如下证据",
            "提供如下证据",
            "证据交换",
            "质证",
            "举证",
            "下列证据",
            "为证明",
            "为证实",
            "为支持",
            "提供的证据",
            "提交的证据",
            "提交了下列证据",
            "提交的书证",
            "依法提交了",
            "证据如下",
            "提供证据",
            "出示了",
        ],
    ),
    (
        Tag::Proof,
        &[
            "认定上述事实的证据",
            "证实上述事实的证据",
            "上述事实的证据",
            "上述事实有下列证据",
            "上述事实,有下列证据",
            "上述事实有以下证据",
            "上述事实,有以下证据",
            "以上事实的证据",
            "上述证据",
            "以上证据",
        ],
    ),
    (
        Tag::Facts,
        &[
            "经审理查明",
            "审理查明",
            "经查明",
            "本院查明",
            "审查查明",
            "复核查明",
            "本院认定事实如下",
            "认定事实如下",
            "认定如下事实",
            "确认如下事实",
            "确认事实如下",
            "认定以下事实",
            "确认以下事实",
            "确认以下案件事实",
            "查明如下事实",
            "查明事实如下",
            "查明以下事实",
            "查明事实",
            "事实如下",
            "事实认定如下",
            "本院确认:",
            "可以认定",
            "查明:",
            "确认下列事实",
            "认定下列事实",
            "以下事实",
            "如下事实",
            "案件事实:",
            "再审查明",
            "二审查明",
            "本院经审查查明",
            "本院另查明",
            "本院经审理认定",
            "确认案件事实",
            "认定案件事实",
            "经审查:",
            "经审理认定",
            "审理认定",
            "经依法审理查明",
            "本院认定,",
            "本院认定:",
            "经开庭审理查明",
        ],
    ),
    (
        Tag::More,
        &[
            "另查明",
            "又查明",
            "还查明",
            "再查明",
            "另查",
            "同时查明",
            "另,",
            "上述事实",
            "以上事实",
            "上列事实",
            "经查,",
            "经查:",
        ],
    ),
    (
        Tag::Steps,
        &[
            "执行过程中,",
            "在执行中,",
            "执行中,",
            "执行期间,",
            "执行立案后,",
            "本院立案执行后",
            "本院依法采取",
            "本院执行查明",
        ],
    ),
    (
        Tag::Reasons,
        &[
            "本院认为",
            "审查认为",
            "审理认为",
            "再审认为",
            "二审认为",
            "合议庭认为",
            "评判如下",
            "评析如下",
            "综合评判",
            "复核认为",
            "评议认为",
            "分析如下",
            "综合认定如下",
            "审查后认为",
            "审理后认为",
            "评述如下",
            "本庭认为",
        ],
    ),
    (
        Tag::Ruling,
        &[
            "判决如下",
            "裁定如下",
            "决定如下",
            "通知如下",
            "协议如下",
            "达成如下协议",
            "达成以下协议",
            "达成如下调解协议",
            "如下支付令",
            "支付令如下",
            "如下判决",
            "如下裁定",
            "如下决定",
            "达成如下和解协议",
            "如下协议",
            "特发出支付令",
            "裁决如下",
            "命令如下",
            "发出支付令",
            "以下协议",
            "如下调解协议",
            "自愿达成协议",
        ],
    ),
    (Tag::RulingPlain, &["判决:", "裁定:", "决定:", "裁定。", "判决。"]),
    (
        Tag::Late,
        &[
            "如果未按",
            "如未按",
            "如果不按",
            "如未在",
            "逾期履行",
            "如逾期",
            "上述协议",
            "上述款项",
            "上列协议",
            "双方当事人一致同意",
        ],
    ),
    (
        Tag::Costs,
        &[
            "案件受理费",
            "诉讼费",
            "受理费",
            "申请费",
            "保全费",
            "执行费",
            "不收取",
            "案件申请费",
            "公告费",
            "鉴定费",
            "免收",
            "免交",
            "诉讼费用",
        ],
    ),
    (
        Tag::Appeal,
        &[
            "如不服本",
            "对裁定不服",
            "对本裁定不服",
            "对判决不服",
            "不服本判决",
            "不服本裁定",
            "为终审判决",
            "为终审裁定",
            "送达后即发生法律效力",
            "送达后立即生效",
            "立即生效",
            "立即开始执行",
            "立即执行",
            "一经送达",
            "可以在收到",
            "可在接到",
            "可以自",
            "可在收到",
            "申请复议",
            "提起上诉",
            "通过本院",
            "送达之日起",
            "本调解书经",
            "签收后",
            "发生法律效力",
            "如有异议",
            "逾期不提出",
            "接到判决书",
            "收到判决书",
            "在判决书送达",
            "在裁定书送达",
            "于本裁定书送达",
            "终审",
        ],
    ),
    (
        Tag::Bench,
        &[
            "审判长",
            "审判员",
            "代理审判员",
            "助理审判员",
            "人民陪审员",
            "法官助理",
            "书记员",
            "代书记员",
            "代理书记员",
            "执行员",
            "执行法官",
            "见习书记员",
            "独任审判员",
            "陪审员",
            "速录员",
            "执行长",
            "院长",
            "助理书记员",
            "代理审判长",
            "执行书记员",
            "庭长",
            "副庭长",
        ],
    ),
    (
        Tag::Attachment,
        &[
            "附:",
            "附件",
            "附录",
            "附相关",
            "附本",
            "附法律",
            "附页",
            "附有关",
            "附表",
            "本案适用的法律",
            "本判决适用的法律",
            "相关法律条文",
            "本案适用的相关法律",
            "法律条文附",
            "裁判附",
            "附判决",
            "附裁定",
            "附适用",
            "附主要",
            "附引用",
            "法律依据:",
            "附一",
            "附1",
            "本案引用的",
            "本判决依据的",
            "相关法律规定",
            "适用的法律条文",
            "适用法律条文",
            "判决所依据",
            "裁判所依据",
            "本判决所依据",
        ],
    ),
];

const BELOW: [&str; 19] = [
    "一审法院",
    "原审法院",
    "一审",
    "原审",
    "原判",
    "原审判决",
    "一审判决",
    "原一审法院",
    "原一审",
    "二审法院",
    "原二审法院",
    "二审",
    "原裁定",
    "一审裁定",
    "原审裁定",
    "原判决",
    "原再审",
    "生效判决",
    "原一审判决",
];
const FACT_VERBS: [&str; 7] = ["认定", "查明", "经审理查明", "审理查明", "经审理认定", "认定事实", "审理认定"];
const REASON_VERBS: [&str; 8] =
    ["认为", "审理认为", "经审理认为", "判决:", "判决如下", "裁定如下", "裁定:", "审查认为"];
/// The court's own second and further trials are found by the words of the trial itself.
const OWN_TRIAL: [&str; 1] = ["二审"];

struct Words {
    automaton: Option<AhoCorasick>,
    tags: Vec<Tag>,
}

fn words() -> &'static Words {
    static TABLE: OnceLock<Words> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut patterns: Vec<String> = Vec::new();
        let mut tags = Vec::new();
        for (tag, list) in WORDS {
            for word in list {
                patterns.push((*word).to_owned());
                tags.push(tag);
            }
        }
        for court in BELOW.into_iter().filter(|court| !OWN_TRIAL.contains(court)) {
            for (verbs, tag) in [(FACT_VERBS.as_slice(), Tag::FactsBelow), (REASON_VERBS.as_slice(), Tag::ReasonsBelow)]
            {
                for verb in verbs {
                    patterns.push(format!("{court}{verb}"));
                    tags.push(tag);
                }
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        Words { automaton, tags }
    })
}

/// All words of the text, in order.
pub(super) fn find(folded: &Folded) -> Vec<Hit> {
    let Words { automaton, tags } = words();
    automaton
        .iter()
        .flat_map(|automaton| automaton.find_iter(folded.as_str()))
        .filter_map(|found| {
            let tag = tags.get(found.pattern().as_usize()).copied()?;
            // 申请执行人 and 申请再审人 are roles, no steps of a procedure.
            let role = tag == Tag::Procedure && folded.after(found.end()).starts_with('人');
            (!role).then_some(Hit { tag, start: found.start(), end: found.end() })
        })
        .collect()
}
