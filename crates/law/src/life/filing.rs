//! The registry (立案庭): intake, correction, acceptance, assignment, service.

use super::bench;
use super::codes::{Document, Procedure as P, Service, State};
use super::command::{Bench, Command as C};
use super::decide::{RUNNING, Scene};
use super::event::Intake;
use super::refusal::{Objections, RefusalCode as R};
use super::track::{Branch, Stage, Track};
use super::trial_term::CPL_2021;
use crate::calendar::Calendar;
use crate::case_number::Word;
use crate::court::court;
use crate::cross_region;
use crate::day::Day;
use crate::fen::Fen;
use crate::ids::CourtId;
use crate::period::{Period, Roll, Variant, last_day};

/// Days within which a suit is registered (P-020 ff., 登记立案规定 art. 8).
const REGISTER_DAYS: u16 = 7;

pub(crate) fn receive(intake: &Intake, today: Day, no: &mut Objections) {
    let year = u16::try_from(today.year()).unwrap_or(0);
    let track = Track::of(intake.word).filter(|_| !intake.word.is_case() || intake.word.in_use(year));
    no.when(track.is_none(), R::TrackNotSupported, "法〔2015〕137号", || {
        format!("不办理“{}”类案件；请核对类型代字，或者向有管辖权的机关提出", intake.word)
    });
    no.say(
        intake.parties == 0,
        R::IntakeInvalid,
        "民事诉讼法（2017）第一百一十九条",
        "没有当事人不能收案，应当有明确的原告或者申请人；请补充当事人",
    );
    no.say(
        intake.amount < Fen::ZERO,
        R::AmountInvalid,
        "诉讼费用交纳办法（2006）第十三条",
        "标的额不能为负数；请核对后重新填写",
    );
    no.say(
        intake.received > today,
        R::DayInvalid,
        "登记立案规定（2015）第二条",
        "收到材料的日期不能晚于今天；请核对日期",
    );
}

/// Papers another court took in may only come as far as cross-region filing goes (services §3).
pub(crate) fn relayed(intake: &Intake, here: CourtId, today: Day, no: &mut Objections) {
    let Some(relayed) = intake.papers.as_ref().and_then(|papers| papers.relayed) else { return };
    let courts = court(relayed.court).zip(court(here));
    let against = courts.and_then(|(takes, decides)| cross_region::against(intake.word, takes, decides, today));
    if let Some(sentence) = against {
        no.say(true, R::NotCrossRegion, "跨域立案服务（2019、2021）", &sentence);
    }
}

pub(crate) fn accept_on_the_spot(intake: Option<&Intake>, year: u16, serial: u32, today: Day, no: &mut Objections) {
    match intake {
        None => no.say(
            true,
            R::IntakeInvalid,
            "登记立案规定（2015）第二条",
            "当场立案应当同时提供起诉材料；请补充材料后再立案",
        ),
        Some(intake) => {
            receive(intake, today, no);
            accepts(intake.word, no);
        }
    }
    number(year, serial, today, no);
}

fn accepts(word: Word, no: &mut Objections) {
    no.when(Track::of(word).is_some_and(|track| !track.accepts()), R::CommandNotOfTrack, "法〔2015〕137号", || {
        format!("“{word}”只作登记，不立案编号；需要进入诉讼的，应当另行立案")
    });
}

fn number(year: u16, serial: u32, today: Day, no: &mut Objections) {
    no.say(
        i32::from(year) != i32::from(today.year()) || serial == 0,
        R::NumberInvalid,
        "法〔2015〕137号第三条",
        "案号的收案年度应当是立案当年，编号应当从1开始；请重新取号",
    );
}

pub(crate) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::AskCorrection { defects, .. } => ask_correction(scene, defects, no),
        C::ProposeCorrection { defects, reason, .. } => propose_correction(scene, defects, reason, no),
        C::ApproveCorrection { by } => approve_correction(scene, *by, no),
        C::Explain { text, .. } => explain(scene, text, no),
        C::Correct | C::Resubmit(_) => scene.needs(&[State::Correcting], "补正材料", no),
        C::Return => {
            scene.needs(&[State::Correcting], "退回材料", no);
            let running = scene.case.guards.correction_due.is_some_and(|due| scene.today <= due);
            no.say(
                running,
                R::CorrectionRunning,
                "登记立案规定（2015）第七条",
                "补正期限还没有届满，不能退回材料；请等待当事人补正或者期限届满",
            );
        }
        C::Refuse { ground, .. } => {
            scene.needs(&[State::Received, State::Correcting, State::Returned], "裁定不予受理", no);
            no.say(
                ground.trim().is_empty(),
                R::ReasonMissing,
                "民事诉讼法（2017）第一百二十三条",
                "不予受理应当写明理由；请补充理由",
            );
            if scene.case.state() == State::Received {
                registration_over(scene, no);
            }
        }
        C::Accept { intake, year, serial } => {
            scene.needs(&[State::Received], "立案", no);
            no.say(
                intake.is_some(),
                R::MatterExists,
                "登记立案规定（2015）第二条",
                "材料已经收过，立案时不能再次提交；请直接立案",
            );
            if let Some(word) = scene.case.word() {
                accepts(word, no);
            }
            let undecided = scene.case.guards.relief.is_some() && scene.case.guards.relieved.is_none();
            no.say(
                undecided,
                R::ReliefPending,
                "诉讼费用交纳办法（2006）第四十九条",
                "当事人申请了诉讼费缓交、减交或者免交，应当在立案以前作出决定；请先决定",
            );
            number(*year, *serial, scene.today, no);
        }
        C::Assign { panel, assessors, procedure, .. } => {
            scene.needs(RUNNING, "分案", no);
            let bench = Bench { procedure: *procedure, panel: *panel, assessors: *assessors, seven: None };
            assign(scene, bench, no);
        }
        C::Serve { document, mode } => serve(scene, *document, *mode, no),
        _ => {}
    }
}

fn ask_correction(scene: Scene<'_>, defects: &[String], no: &mut Objections) {
    scene.needs(&[State::Received], "通知补正", no);
    no.say(
        scene.case.facts.corrections > 0,
        R::CorrectionOnce,
        "登记立案规定（2015）第七条",
        "补正事项应当一次性全部告知，不能再次要求补正；请依法立案或者裁定不予受理，确有必要的提请庭长批准",
    );
    listed(defects, no);
    registration_over(scene, no);
}

fn listed(defects: &[String], no: &mut Objections) {
    no.say(
        defects.is_empty(),
        R::ReasonMissing,
        "登记立案规定（2015）第七条",
        "补正通知应当列明全部欠缺；请写明需要补正的内容",
    );
}

/// A second notice, for the chief to agree to (S-012).
fn propose_correction(scene: Scene<'_>, defects: &[String], reason: &str, no: &mut Objections) {
    scene.needs(&[State::Received], "提请再次通知补正", no);
    no.say(
        scene.case.facts.corrections == 0,
        R::StateForbids,
        "登记立案规定（2015）第七条",
        "还没有通知过补正，不用提请；请直接发出补正通知",
    );
    listed(defects, no);
    no.say(
        reason.trim().is_empty(),
        R::ReasonMissing,
        "登记立案规定（2015）第七条",
        "再次通知补正应当写明第一次为什么没有告知；请补充理由",
    );
    registration_over(scene, no);
}

fn approve_correction(scene: Scene<'_>, by: u32, no: &mut Objections) {
    scene.needs(&[State::Received], "批准再次通知补正", no);
    let proposed = scene.case.guards.correction.as_ref();
    no.say(
        proposed.is_none(),
        R::ProposalMissing,
        "登记立案规定（2015）第七条",
        "没有待批准的再次补正提请；请先由立案人员提请",
    );
    no.say(
        proposed.is_some_and(|body| body.by == by),
        R::AskerDecides,
        "登记立案规定（2015）第七条",
        "提请人不能批准自己的提请；请由庭长批准",
    );
    registration_over(scene, no);
}

fn explain(scene: Scene<'_>, text: &str, no: &mut Objections) {
    scene.needs(&[State::Received, State::Correcting], "释明", no);
    no.say(
        text.trim().is_empty(),
        R::ReasonMissing,
        "民事诉讼法（2017）第一百二十四条",
        "释明应当告诉当事人为什么、怎么办；请写明内容",
    );
}

/// After seven days the court must register first (先行立案, 登记立案规定 art. 8).
fn registration_over(scene: Scene<'_>, no: &mut Objections) {
    if scene.case.stage() != Some(Stage::First) {
        return;
    }
    let from = scene.case.guards.corrected.unwrap_or(scene.case.facts.received_day);
    let end =
        last_day(from, Period::Days(REGISTER_DAYS), Variant::Civil, Roll::Legal, Calendar::embedded(), scene.today);
    no.when(scene.today > end, R::RegistrationTermOver, "登记立案规定（2015）第八条", || {
        format!("七日审查期已于{end}届满，不能再要求补正或者裁定不予受理；应当先行立案")
    });
}

pub(crate) fn assign(scene: Scene<'_>, bench: Bench, no: &mut Objections) {
    let procedure = bench.procedure;
    let Some(track) = scene.case.track else { return };
    scene.only(ACCEPTING, "分案", no);
    procedure_fits(scene, track, procedure, no);
    let again = scene.case.facts.judge.is_some();
    no.say(
        again && procedure != scene.case.procedure(),
        R::ConversionNotAllowed,
        "民诉法解释（2020）第二百五十八条",
        "更换承办人不能同时改变程序；请另行办理程序转换",
    );
    bench::formed(scene, track, bench, no);
}

/// Stages that have an assignment.
const ACCEPTING: &[Stage] = &[
    Stage::First,
    Stage::Second,
    Stage::Review,
    Stage::Retrial,
    Stage::OwnCompensation,
    Stage::Committee,
    Stage::Aid,
    Stage::Enforcement,
    Stage::BankruptcyApplication,
    Stage::Bankruptcy,
    Stage::Preservation,
];

/// P-040 to P-045, P-124, P-125, P-156.
fn procedure_fits(scene: Scene<'_>, track: Track, procedure: P, no: &mut Objections) {
    let known = match (track.stage, track.branch) {
        (Stage::First, Branch::Criminal) => matches!(procedure, P::Ordinary | P::Summary | P::FastTrack),
        (Stage::First, Branch::Administrative) => matches!(procedure, P::Ordinary | P::Summary),
        (Stage::First, _) => matches!(procedure, P::Ordinary | P::Summary | P::SmallClaim),
        _ => matches!(procedure, P::None | P::Ordinary),
    };
    no.when(
        !known,
        R::ProcedureNotAllowed,
        "民事诉讼法（2017）第一百五十七条；刑事诉讼法（2018）第二百一十四条、第二百二十二条",
        || format!("该类案件不能适用“{}”；请另选程序", procedure.zh()),
    );
    let quick = matches!(procedure, P::Summary | P::SmallClaim | P::FastTrack);
    no.say(
        quick && !scene.case.basic() && track.branch != Branch::Administrative,
        R::ProcedureNotAllowed,
        "民事诉讼法（2017）第一百五十七条；刑事诉讼法（2018）第二百一十四条、第二百二十二条",
        "简易、小额和速裁程序只能由基层人民法院适用；请适用普通程序",
    );
    no.say(
        quick && scene.case.guards.remanded,
        R::ProcedureNotAllowed,
        "民诉法解释（2020）第二百五十七条；行政诉讼法（2017）第八十二条",
        "发回重审的案件不能适用简易、小额或者速裁程序；请适用普通程序",
    );
    no.say(
        procedure == P::FastTrack && scene.case.facts.juvenile,
        R::ProcedureNotAllowed,
        "刑事诉讼法（2018）第二百二十三条",
        "被告人是未成年人的，不能适用速裁程序；请适用简易程序或者普通程序",
    );
}

fn serve(scene: Scene<'_>, document: Document, mode: Service, no: &mut Objections) {
    scene.needs(
        &[
            State::Registered,
            State::Assigned,
            State::Hearing,
            State::Suspended,
            State::Closed,
            State::Effective,
            State::Appealed,
            State::Refused,
        ],
        "送达",
        no,
    );
    let decision = matches!(document, Document::Judgment | Document::Ruling | Document::Mediation);
    no.say(
        decision && mode == Service::Electronic && scene.today < CPL_2021,
        R::NotAllowedBefore,
        "民事诉讼法（2017）第八十七条；（2021）第九十条",
        "2022年1月1日以前，判决书、裁定书、调解书不能电子送达；请改用直接、邮寄等方式送达",
    );
    let mediation = document == Document::Mediation && matches!(mode, Service::Left | Service::Announcement);
    no.say(
        mediation,
        R::ServiceNotAllowed,
        "民诉法解释（2020）第一百三十三条",
        "调解书应当由当事人本人签收，不能留置或者公告送达；当事人拒收的，应当及时判决",
    );
    let quick =
        matches!(scene.case.procedure(), P::Summary | P::SmallClaim) && scene.case.branch() == Some(Branch::Civil);
    no.say(
        quick && mode == Service::Announcement,
        R::ServiceNotAllowed,
        "民诉法解释（2020）第一百四十条",
        "适用简易程序的案件不能公告送达；需要公告的，应当先转为普通程序",
    );
}
