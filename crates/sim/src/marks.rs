//! Marks that published totals count, handed out exactly: so many cases, never about so many.

use law::case_number::Word;
use law::court::{self, Level};
use law::life::codes::{ClosingForm, Procedure};

use crate::caseload::Making;
use crate::chance::{Chance, share};
use crate::fate::{Fate, FateId};
use crate::plan::{PlanRefused, basis_points};

/// Takes `n` of the eligible in an order fixed by the seed.
fn pick(
    making: &Making<'_>,
    label: u64,
    mut eligible: Vec<FateId>,
    n: u64,
    what: &str,
) -> Result<Vec<FateId>, PlanRefused> {
    let found = u64::try_from(eligible.len()).unwrap_or(0);
    if found < n {
        return Err(PlanRefused(vec![format!("{what}需要 {n} 件，符合条件的只有 {found} 件")]));
    }
    eligible.sort_by_cached_key(|id| (Chance::new(making.seed, &[label, u64::from(*id)]).number(), *id));
    eligible.truncate(usize::try_from(n).unwrap_or(usize::MAX));
    Ok(eligible)
}

fn which(fates: &[Fate], fits: impl Fn(&Fate) -> bool) -> Vec<FateId> {
    (0..).zip(fates).filter(|(_, fate)| fits(fate)).map(|(id, _)| id).collect()
}

fn mark(fates: &mut [Fate], ids: &[FateId], mut set: impl FnMut(&mut Fate)) {
    for id in ids {
        if let Some(fate) = usize::try_from(*id).ok().and_then(|index| fates.get_mut(index)) {
            set(fate);
        }
    }
}

fn is(fate: &Fate, words: &[&str]) -> bool {
    words.contains(&fate.word.as_str())
}

/// Hands out every mark.
pub fn hand_out(making: &Making<'_>, fates: &mut [Fate]) -> Result<(), PlanRefused> {
    subjects(making, fates)?;
    enforcement(making, fates)?;
    hearings(making, fates)?;
    openness(making, fates)
}

fn subjects(making: &Making<'_>, fates: &mut [Fate]) -> Result<(), PlanRefused> {
    let targets = &making.plan.targets;
    let seed = making.seed;
    let senior = which(fates, |fate| {
        let middle = court::court(fate.court).is_some_and(|court| court.level == Level::Intermediate);
        middle && fate.closed.is_some() && is(fate, &["刑初"])
    });
    for id in pick(making, 41, senior, targets.senior_duty_crimes, "中管、省管干部职务犯罪案件")? {
        let cause = making.causes.draw("duty_crime", &mut Chance::new(seed, &[42, u64::from(id)]));
        mark(fates, &[id], |fate| {
            fate.marks.senior = true;
            fate.cause = cause;
        });
    }
    let civil = which(fates, |fate| is(fate, &["民初"]) && fate.closed.is_some());
    let mut people = pick(making, 43, civil, targets.civil_livelihood, "民生领域案件")?;
    let open = which(fates, |fate| is(fate, &["民初"]) && fate.closed.is_none());
    people.extend(open.into_iter().filter(|id| Chance::new(seed, &[44, u64::from(*id)]).one_in(30, 100)));
    for id in people {
        let cause = making.causes.draw("livelihood", &mut Chance::new(seed, &[45, u64::from(id)]));
        mark(fates, &[id], |fate| {
            fate.marks.livelihood = true;
            fate.cause = cause;
        });
    }
    let corrected = which(fates, |fate| {
        fate.word.as_str().ends_with('再') && fate.closed.is_some() && fate.form == ClosingForm::Changed
    });
    let corrected = pick(making, 46, corrected, targets.property_rights_corrected, "纠正涉产权错案")?;
    mark(fates, &corrected, |fate| fate.marks.property = true);
    let slow = |fate: &Fate| fate.procedure != Procedure::FastTrack;
    let young = which(fates, |fate| is(fate, &["刑初"]) && !fate.marks.senior && slow(fate));
    let young: Vec<FateId> =
        young.into_iter().filter(|id| Chance::new(seed, &[47, u64::from(*id)]).one_in(3, 100)).collect();
    mark(fates, &young, |fate| fate.marks.juvenile = true);
    Ok(())
}

/// Cases with property that overran their term: as many as the published rate leaves.
fn enforcement(making: &Making<'_>, fates: &mut [Fate]) -> Result<(), PlanRefused> {
    use ClosingForm as F;
    let first = |fate: &Fate| is(fate, &["执"]) && fate.closed.is_some();
    let with = |fate: &Fate| {
        matches!(fate.form, F::Performed | F::EnforcementEnded | F::EnforcementRefused | F::ApplicationDismissed)
    };
    let all = u64::try_from(which(fates, |fate| first(fate) && with(fate)).len()).unwrap_or(0);
    let barred =
        which(fates, |fate| first(fate) && matches!(fate.form, F::EnforcementRefused | F::ApplicationDismissed));
    let in_time = share(all, basis_points(making.plan.targets.enforced_in_time), 10_000);
    let out = all.saturating_sub(in_time);
    let barred_count = u64::try_from(barred.len()).unwrap_or(0);
    if barred_count > out {
        mark(fates, &barred, |fate| fate.form = F::EnforcementEnded);
    }
    let late = if barred_count > out { out } else { out - barred_count };
    let carried = which(fates, |fate| {
        first(fate) && fate.marks.carried && matches!(fate.form, F::Performed | F::EnforcementEnded)
    });
    let chosen = pick(making, 48, carried, late, "超过法定期限的有财产执行案件")?;
    for id in chosen {
        let age = Chance::new(making.seed, &[49, u64::from(id)]).between(225, 420);
        mark(fates, &[id], |fate| {
            fate.marks.late = true;
            if let Some(closed) = fate.closed {
                fate.filed = crate::fate::working(closed.plus(-age), making.year.first.plus(-1));
            }
        });
    }
    Ok(())
}

fn hearings(making: &Making<'_>, fates: &mut [Fate]) -> Result<(), PlanRefused> {
    let targets = &making.plan.targets;
    let heard = |fate: &Fate| fate.last_hearing().is_some_and(|day| making.year.holds(day));
    let mut chosen = Vec::new();
    if targets.online_hearing_cases >= u64::try_from(court::courts().len()).unwrap_or(0) {
        let mut seen = std::collections::BTreeSet::new();
        chosen = which(fates, heard);
        chosen.retain(|id| {
            usize::try_from(*id).ok().and_then(|i| fates.get(i)).is_some_and(|fate| seen.insert(fate.court))
        });
    }
    let rest = which(fates, |fate| heard(fate) && !fate.marks.juvenile);
    let taken: std::collections::BTreeSet<FateId> = chosen.iter().copied().collect();
    let rest = rest.into_iter().filter(|id| !taken.contains(id)).collect();
    let left = targets.online_hearing_cases.saturating_sub(u64::try_from(chosen.len()).unwrap_or(0));
    chosen.extend(pick(making, 51, rest, left, "在线庭审案件")?);
    mark(fates, &chosen, |fate| fate.marks.online = true);
    let open = which(fates, |fate| heard(fate) && is_public(fate));
    let shown = pick(making, 52, open, targets.trials_broadcast, "庭审直播")?;
    mark(fates, &shown, |fate| fate.marks.broadcast = true);
    Ok(())
}

/// Whether its hearings are public.
pub fn is_public(fate: &Fate) -> bool {
    !fate.marks.juvenile
}

/// Whether its closing document may go online.
pub fn may_publish(fate: &Fate) -> bool {
    let mediated = matches!(fate.form, ClosingForm::Mediated | ClosingForm::Joined);
    let divorce = law::cause::cause(fate.cause).is_some_and(|cause| cause.name.contains("离婚"));
    let joined = matches!(fate.form, ClosingForm::Cancelled | ClosingForm::ReturnedToProcuratorate);
    !(mediated || divorce || joined || fate.marks.juvenile)
}

fn openness(making: &Making<'_>, fates: &mut [Fate]) -> Result<(), PlanRefused> {
    let targets = &making.plan.targets;
    let fresh = which(fates, |fate| !fate.marks.carried);
    let count = u64::try_from(fresh.len()).unwrap_or(0);
    let reached = share(count, basis_points(targets.effective_disclosure), 10_000);
    let missed = pick(making, 53, fresh, count - reached, "未有效公开案件")?;
    mark(fates, &missed, |fate| fate.marks.unreached = true);
    let ready = which(fates, |fate| may_publish(fate) && crate::script::publication_day(fate, making.year).is_some());
    let n = u64::try_from(ready.len()).unwrap_or(0);
    if n == 0 {
        return Ok(());
    }
    let each = u8::try_from(targets.judgments_online / n).unwrap_or(u8::MAX);
    if each > 6 {
        return Err(PlanRefused(vec![format!("上网文书 {} 份，可公开的案件只有 {n} 件", targets.judgments_online)]));
    }
    mark(fates, &ready, |fate| fate.documents = each);
    let more = pick(making, 54, ready, targets.judgments_online % n, "上网文书")?;
    mark(fates, &more, |fate| fate.documents += 1);
    Ok(())
}

/// Marks mediations held by audio or video.
pub fn by_video(making: &Making<'_>, fates: &mut [Fate], mediation: Word) -> Result<(), PlanRefused> {
    let held = which(fates, |fate| fate.word == mediation && fate.closed.is_some());
    let chosen = pick(making, 55, held, making.plan.targets.mediated_av, "音视频调解")?;
    mark(fates, &chosen, |fate| fate.marks.av = true);
    Ok(())
}
