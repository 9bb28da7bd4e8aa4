//! The report in words. Each sentence stands only on figures that were counted.

use super::{Chapter, Report};

/// The chapters that have something to say.
pub(super) fn chapters(report: &Report) -> Vec<Chapter<'_>> {
    let say = Say(report);
    let all = [
        ("全年收结概况", say.caseload(), ["kinds", "months"].as_slice()),
        ("刑事、民事审判", say.trials(), ["quality"].as_slice()),
        ("执行工作", say.enforcement(), ["enforcement"].as_slice()),
        ("在线诉讼与多元解纷", say.online(), ["mediation"].as_slice()),
        ("司法公开", say.openness(), ["openness"].as_slice()),
        ("接受监督与服务大局", say.liaison(), [].as_slice()),
        ("各地区、各法院情况", Vec::new(), ["cities", "courts"].as_slice()),
    ];
    let chapter = |(title, sentences, keys): (&'static str, Vec<String>, &[&str])| {
        let tables = report.tables.iter().filter(|table| keys.contains(&table.key)).collect();
        Chapter { title, text: sentences.concat(), tables }
    };
    let says = |chapter: &Chapter<'_>| !chapter.text.is_empty() || !chapter.tables.is_empty();
    all.into_iter().map(chapter).filter(says).collect()
}

struct Say<'a>(&'a Report);

impl Say<'_> {
    fn get(&self, key: &str) -> Option<String> {
        self.0.figures.get(key).map(|value| value.printed())
    }

    fn caseload(&self) -> Vec<String> {
        let mut out = Vec::new();
        let subjects =
            [("caseload.province", "全省法院"), ("caseload.high_court", "其中，省法院"), ("caseload.court", "本院")];
        for (under, who) in subjects {
            let of = |name: &str| self.get(&format!("{under}.{name}"));
            let (Some(accepted), Some(rate)) = (of("accepted"), of("rate")) else { continue };
            let concluded = of("concluded").unwrap_or_else(|| "0".to_owned());
            let change = of("rate_change_points").map_or_else(String::new, |points| match points.strip_prefix('-') {
                Some(down) => format!("，同比下降{down}个百分点"),
                None => format!("，同比上升{points}个百分点"),
            });
            out.push(format!("{who}受理各类案件{accepted}件，审结{concluded}件，结案率{rate}%{change}。"));
        }
        out
    }

    fn trials(&self) -> Vec<String> {
        self.sentences(&[
            (&["concluded_by_kind.criminal"], "依法惩治犯罪，审结各类刑事案件{}件。"),
            (&["concluded_by_kind.duty_crime_senior"], "审结中管、省管干部职务犯罪案件{}件。"),
            (
                &["concluded_by_kind.civil_livelihood"],
                "保障民生权益，审结教育、就业、医疗、住房、消费、社会保障等领域案件{}件。",
            ),
            (&["concluded_by_kind.property_rights_corrected"], "依法纠正涉产权错案{}件。"),
        ])
    }

    fn enforcement(&self) -> Vec<String> {
        self.sentences(&[
            (&["enforcement.concluded_in_time_with_assets"], "有财产可供执行案件在法定期限内实际执结率为{}%。"),
            (&["enforcement.terminated_compliant"], "无财产可供执行案件终本合格率为{}%。"),
            (&["enforcement.petitions_resolved"], "执行信访办结率为{}%。"),
            (&["enforcement.concluded_overall"], "执行案件整体结案率为{}%。"),
        ])
    }

    fn online(&self) -> Vec<String> {
        self.sentences(&[
            (&["hearing_cloud.courts", "hearing_cloud.cases"], "{}家法院开展互联网开庭，在线开庭案件{}件。"),
            (
                &["mediation.online_av_cases", "mediation.share_of_mediated"],
                "通过音视频在线调解{}件，占调解总数的{}%。",
            ),
        ])
    }

    fn openness(&self) -> Vec<String> {
        self.sentences(&[
            (&["openness.judgments_online"], "上网公布裁判文书{}篇。"),
            (&["openness.trials_broadcast"], "直播庭审{}场。"),
            (&["openness.process_disclosure"], "审判流程信息公开率为{}%。"),
            (&["openness.effective_disclosure"], "有效公开率为{}%。"),
        ])
    }

    fn liaison(&self) -> Vec<String> {
        self.sentences(&[
            (&["liaison.witness_activities", "liaison.participants"], "组织代表委员联络活动{}次，{}人次参加。"),
            (&["liaison.proposals"], "办理代表建议、政协提案{}件。"),
            (&["other.business_environment_cases_published"], "发布优化营商环境典型案例{}件。"),
        ])
    }

    /// The sentences whose figures are all there, with the figures put in.
    fn sentences(&self, drafts: &[(&[&str], &str)]) -> Vec<String> {
        let one = |(keys, draft): &(&[&str], &str)| {
            let figures = keys.iter().map(|key| self.get(key)).collect::<Option<Vec<_>>>()?;
            Some(figures.iter().fold((*draft).to_owned(), |text, figure| text.replacen("{}", figure, 1)))
        };
        drafts.iter().filter_map(one).collect()
    }
}
