//! Days for a calendar: that of one letter, and all that are still ahead in one matter.

use axum::extract::{Path, State};
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use court::filing::Matter;
use frame::fault::Fault;
use law::day::Day;
use law::life::codes::State as Phase;
use letters::calendar::{Entry, calendar};
use letters::{Letter, Subject};

use super::failed;
use crate::act;
use crate::filing::status::court_of;
use hall::gate::Who;
use hall::state::Door;

fn file(days: &[Entry]) -> ([(HeaderName, &'static str); 2], String) {
    let kind = (header::CONTENT_TYPE, "text/calendar; charset=utf-8");
    ([kind, (header::CONTENT_DISPOSITION, "attachment; filename=\"deadline.ics\"")], calendar(days))
}

/// `GET /me/inbox/{code}/{position}/calendar.ics`.
pub async fn one(
    State(door): State<Door>,
    who: Who,
    Path((code, position)): Path<(String, i64)>,
) -> Result<impl IntoResponse, Fault> {
    let (letter, words) = super::letter::find(&door, &who, &code, position).await?;
    let settings = door.letters().settings();
    let entry = Entry::of(&letter, &words, &settings.base_url, &settings.host());
    let entry = entry.ok_or_else(|| Fault::NotFound("这条通知没有期限".to_owned()))?;
    Ok(file(&[entry]))
}

/// `GET /filings/{code}/{stream}/calendar.ics`.
pub async fn matter(
    State(door): State<Door>,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<impl IntoResponse, Fault> {
    let court = court_of(&code)?;
    let (matter, _) = act::own(&door, &who, court, stream).await?;
    let settings = door.letters().settings();
    let mut days = Vec::new();
    for letter in ahead(&door, &who, &matter).await? {
        let words = door.letters().words(&letter).await.map_err(failed)?;
        days.extend(Entry::of(&letter, &words, &settings.base_url, &settings.host()));
    }
    if days.is_empty() {
        return Err(Fault::NotFound("这件案子现在没有等您办理的期限".to_owned()));
    }
    Ok(file(&days))
}

/// Letters of a matter whose day is still ahead and still stands.
///
/// # Errors
/// When storage fails.
pub async fn ahead(door: &Door, who: &Who, matter: &Matter) -> Result<Vec<Letter>, Fault> {
    let facts = &matter.case.facts;
    let told = door.letters().of_matter(who.signed.account, facts.court, facts.stream).await.map_err(failed)?;
    let today = door.now().day();
    let mut left: Vec<Letter> = told.into_iter().filter(|letter| stands(letter, matter, today)).collect();
    // of several hearings or notices of a kind the last one counts
    left.reverse();
    let mut seen = Vec::new();
    left.retain(|letter| {
        !seen.contains(&letter.subject) && {
            seen.push(letter.subject);
            true
        }
    });
    Ok(left)
}

fn stands(letter: &Letter, matter: &Matter, today: Day) -> bool {
    let case = &matter.case;
    let open = match letter.subject {
        Subject::Correction => case.state() == Phase::Correcting,
        Subject::Fee => matches!(case.fee(), (Some(_), _, None)),
        Subject::Diverted => case.state() == Phase::Diverted,
        Subject::Refused => case.state() == Phase::Refused,
        Subject::Hearing => matches!(case.state(), Phase::Assigned | Phase::Hearing),
        _ => false,
    };
    open && letter.due.is_some_and(|due| due >= today)
}
