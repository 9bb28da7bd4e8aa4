//! Which figures stand on the first page, under which heading, how each is reckoned and what it opens. It holds no numbers.

/// What a figure opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// The indicator's page.
    Indicator(&'static str),
    /// Entries of a kind in the year.
    Entries(&'static str),
    /// Hearings of the year that were broadcast.
    Broadcasts,
    /// The list of the cases that the figure counts.
    Cases,
    /// The table of courts on the same page.
    Courts,
}

/// A figure of the first page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Dotted key of the value.
    pub key: &'static str,
    /// Name.
    pub label: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// How it is reckoned, in words.
    pub formula: &'static str,
    /// Dotted key of its change.
    pub change: Option<&'static str>,
    /// What it opens.
    pub opens: Opens,
}

const fn spec(key: &'static str, label: &'static str, unit: &'static str, formula: &'static str, opens: Opens) -> Spec {
    Spec { key, label, unit, formula, change: None, opens }
}

/// The figures in large type.
pub const LARGE: &[Spec] = &[
    spec(
        "caseload.province.accepted",
        "受理",
        "件",
        "旧存加新收：年初未结的，加上本年立案的。全部类型代字的案件都计入，诉前调解和信访不计。",
        Opens::Cases,
    ),
    spec("caseload.province.concluded", "审结", "件", "结案日在本年内的案件，不问哪年立案。", Opens::Cases),
    Spec {
        change: Some("caseload.province.rate_change_points"),
        ..spec(
            "caseload.province.rate",
            "结案率",
            "",
            "审结÷受理，四舍五入到百分号下两位。变化用两年公布的比率相减，单位是百分点。",
            Opens::Indicator("I-020"),
        )
    },
];

/// The figures in ledgers, by heading.
pub const LEDGERS: &[(&str, &[Spec])] = &[
    (
        "省法院",
        &[
            spec("caseload.high_court.accepted", "受理", "件", "省高级人民法院本院的旧存加新收。", Opens::Cases),
            spec(
                "caseload.high_court.concluded",
                "审结",
                "件",
                "省高级人民法院本院结案日在本年内的案件。",
                Opens::Cases,
            ),
            Spec {
                change: Some("caseload.high_court.rate_change_points"),
                ..spec("caseload.high_court.rate", "结案率", "", "审结÷受理。", Opens::Indicator("I-020"))
            },
        ],
    ),
    (
        "执行四项核心指标",
        &[
            spec(
                "enforcement.concluded_in_time_with_assets",
                "有财产案件法定期限内执结率",
                "",
                "有财产可供执行、法定期限内实际执结的，除以有财产可供执行的结案。",
                Opens::Indicator("K1"),
            ),
            spec(
                "enforcement.terminated_compliant",
                "终本合格率",
                "",
                "终结本次执行程序且各项条件齐备的，除以全部终本结案。",
                Opens::Indicator("K2"),
            ),
            spec(
                "enforcement.petitions_resolved",
                "执行信访办结率",
                "",
                "已办结的信访，除以登记的信访。",
                Opens::Indicator("K3"),
            ),
            spec(
                "enforcement.concluded_overall",
                "整体执结率",
                "",
                "执行实施案件（首次执行和恢复执行）的结案，除以受理。",
                Opens::Indicator("K4"),
            ),
        ],
    ),
    (
        "审判",
        &[
            spec("concluded_by_kind.criminal", "审结刑事案件", "件", "刑事各类型代字，结案日在本年内。", Opens::Cases),
            spec(
                "concluded_by_kind.duty_crime_senior",
                "其中中管、省管干部职务犯罪",
                "件",
                "立案时标记为中管、省管干部职务犯罪的刑事案件。",
                Opens::Cases,
            ),
            spec(
                "concluded_by_kind.civil_livelihood",
                "审结民生案件",
                "件",
                "教育、就业、医疗、住房、消费、社会保障等案由的民事案件。",
                Opens::Cases,
            ),
            spec(
                "concluded_by_kind.property_rights_corrected",
                "纠正涉产权错案",
                "件",
                "涉产权、经再审改判的案件。",
                Opens::Cases,
            ),
        ],
    ),
    (
        "云审与调解",
        &[
            spec("hearing_cloud.courts", "开展云审的法院", "家", "本年至少有一次在线庭审的法院。", Opens::Courts),
            spec("hearing_cloud.cases", "云审案件", "件", "本年在互联网庭审平台上开过庭的案件。", Opens::Cases),
            spec(
                "mediation.online_av_cases",
                "在线音视频调解",
                "件",
                "本年办结、使用过在线音视频的诉前调解。",
                Opens::Cases,
            ),
            spec(
                "mediation.share_of_mediated",
                "占诉前调解",
                "",
                "在线音视频调解的件数，除以本年办结的全部诉前调解，保留一位小数。",
                Opens::Cases,
            ),
        ],
    ),
    (
        "司法公开",
        &[
            spec(
                "openness.judgments_online",
                "裁判文书上网",
                "份",
                "本年上网公开的裁判文书份数，含往年结案的文书。",
                Opens::Entries("document.published.v1"),
            ),
            spec("openness.trials_broadcast", "庭审直播", "场", "本年在互联网上直播的庭审场次。", Opens::Broadcasts),
            spec(
                "openness.process_disclosure",
                "审判流程信息公开率",
                "",
                "已公开流程信息的案件，除以本年立案的案件。",
                Opens::Indicator("I-102"),
            ),
            spec(
                "openness.effective_disclosure",
                "有效公开率",
                "",
                "流程信息送达各方当事人的案件，除以已公开的案件。",
                Opens::Indicator("I-103"),
            ),
        ],
    ),
    (
        "代表委员联络与典型案例",
        &[
            spec(
                "liaison.witness_activities",
                "见证、旁听、座谈活动",
                "次",
                "邀请代表委员参加的活动次数。",
                Opens::Entries("office.liaison_held.v1"),
            ),
            spec(
                "liaison.participants",
                "参加的代表委员",
                "人次",
                "各次活动参加人数之和。",
                Opens::Entries("office.liaison_held.v1"),
            ),
            spec(
                "liaison.proposals",
                "办理建议、提案",
                "件",
                "已答复的人大代表建议和政协提案。",
                Opens::Entries("office.proposal_answered.v1"),
            ),
            spec(
                "other.business_environment_cases_published",
                "优化营商环境典型案例",
                "件",
                "本年发布的典型案例。",
                Opens::Entries("office.exemplar_published.v1"),
            ),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use law::life::event::Event;
    use law::life::office::OfficeAct;

    #[test]
    fn every_figure_says_how_it_is_reckoned_and_opens_something_that_exists() {
        for spec in LEDGERS.iter().flat_map(|(_, specs)| *specs).chain(LARGE) {
            assert!(!spec.label.is_empty() && spec.formula.ends_with('。'), "{}", spec.key);
            if let Opens::Entries(kind) = spec.opens {
                let known = Event::KINDS.iter().chain(OfficeAct::KINDS).any(|(known, _)| *known == kind);
                assert!(known, "{kind}");
            }
        }
    }

    #[test]
    fn no_figure_stands_twice() {
        let mut keys: Vec<_> = LEDGERS.iter().flat_map(|(_, specs)| *specs).chain(LARGE).map(|spec| spec.key).collect();
        keys.sort_unstable();
        let before = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), before);
    }
}
