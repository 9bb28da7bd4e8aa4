//! The court's side: what waits, a case's documents, the review, sending on, publishing, taking back, answering readers.

pub mod case;
pub mod decide;
pub mod list;
pub mod mark;
pub mod masked;
pub mod reports;
pub mod review;

use court::filing::Matter;
use court::publication::{Paper, Stage};
use docket::digest::{sm3, to_hex};
use frame::fault::Fault;
use hall::gate::{Who, escaped};
use hall::may::{see, upon};
use hall::page::Text;
use hall::state::Door;
use law::life::codes::Document;
use law::life::facts::CaseFacts;
use matters::act::{load, look};
use matters::desk::list::{address as case_address, number};
use permit::Action;
use redact::publish::Publication;
use redact::{Case, Options, Tokens};

use crate::facts::{case_of, proposed};
use crate::paper_fault;
use crate::sheet::{Ending, Sheet, Source};
use crate::taken::Form;

/// A document with its matter and what was decided about it.
pub struct Opened {
    /// The matter.
    pub matter: Matter,
    /// The document.
    pub paper: Paper,
    /// What was decided.
    pub sheet: Sheet,
}

/// Opens a document for somebody who may see it.
pub async fn opened(door: &Door, who: &Who, (code, stream, nth): (&str, i64, i64)) -> Result<Opened, Fault> {
    let matter = load(door, code, stream).await?;
    upon(who, Action::ListDocuments, &matter, false)?;
    let facts = &matter.case.facts;
    let found = door.documents().one(facts.court, facts.stream, nth).await.map_err(paper_fault)?;
    let paper = found.ok_or_else(|| Fault::NotFound("没有这份文书".to_owned()))?;
    let sheet = match read(&paper)? {
        Some(sheet) => sheet,
        None => begun(&matter, &paper).await?,
    };
    Ok(Opened { matter, paper, sheet })
}

/// Opens a document to be read; looking at one of a restricted case is an entry.
pub async fn seen(door: &Door, who: &Who, at: (&str, i64, i64)) -> Result<Opened, Fault> {
    let opened = opened(door, who, at).await?;
    look(door, who, &opened.matter).await?;
    Ok(opened)
}

/// The way to the documents of a case, over the case where somebody may see it.
pub fn crumbs(who: &Who, matter: &Matter) -> Vec<Text> {
    let facts = &matter.case.facts;
    let case = see(who, matter).is_ok().then(|| Text::link(number(facts), case_address(facts)));
    std::iter::once(Text::link("裁判文书上网", "/desk/judgments")).chain(case).collect()
}

/// The sheet of a document; none where it was handed in elsewhere and nobody has looked at it yet.
pub fn read(paper: &Paper) -> Result<Option<Sheet>, Fault> {
    if paper.review.is_empty() {
        return Ok(None);
    }
    serde_json::from_str(&paper.review).map(Some).map_err(|cause| Fault::unavailable(&cause))
}

/// What is proposed for a document nobody has looked at yet.
async fn begun(matter: &Matter, paper: &Paper) -> Result<Sheet, Fault> {
    let (text, case) = (paper.text.clone(), case_of(&paper.text, matter));
    let source = Source { form: Form::Typed, digest: to_hex(&sm3(text.as_bytes())) };
    let sheet =
        tokio::task::spawn_blocking(move || Sheet::propose(&text, source, case, Options::default(), Tokens::default()));
    let sheet = sheet.await.map_err(|cause| Fault::unavailable(&cause))?;
    let ending = ending_of(paper.kind, &sheet.case, &matter.case.facts);
    Ok(Sheet { ending, ..sheet })
}

/// How a document ends by the decision table.
pub fn ending_of(kind: Document, case: &Case, facts: &CaseFacts) -> Ending {
    match proposed(kind, case, facts) {
        Publication::Stub(reason) => Ending::Stub(reason),
        Publication::Full | Publication::None => Ending::Full,
    }
}

/// A sheet as it is stored.
pub fn written(sheet: &Sheet) -> Result<String, Fault> {
    serde_json::to_string(sheet).map_err(|cause| Fault::unavailable(&cause))
}

impl Opened {
    /// Whether somebody may mask it now.
    pub fn masks(&self, who: &Who) -> bool {
        matches!(self.paper.stage, Stage::Masking | Stage::Recalled)
            && upon(who, Action::MaskDocument, &self.matter, false).is_ok()
    }

    /// Whether somebody would check what they made.
    pub fn own(&self, who: &Who) -> bool {
        self.paper.maker == who.account() || self.sheet.made_by(who.account())
    }

    /// Whether somebody may check it now.
    pub fn checks(&self, who: &Who) -> bool {
        self.paper.stage == Stage::Review && upon(who, Action::CheckDocument, &self.matter, self.own(who)).is_ok()
    }

    /// Whether somebody may take it back now; whoever made it may do that too.
    pub fn recalls(&self, who: &Who) -> bool {
        self.paper.stage == Stage::Published && upon(who, Action::CheckDocument, &self.matter, false).is_ok()
    }

    /// What it is called: the number of the case and its kind.
    pub fn title(&self) -> String {
        format!("{}{}", number(&self.matter.case.facts), self.paper.kind.zh())
    }

    /// The address of its page.
    pub fn address(&self) -> String {
        address(&self.matter.case.facts, self.paper.nth)
    }
}

/// The address of a case's documents.
pub fn documents(facts: &CaseFacts) -> String {
    let code = law::court::court(facts.court).map_or("", |court| court.code);
    format!("/desk/{}/{}/judgments", escaped(code), facts.stream.0)
}

/// The address of a document's page.
pub fn address(facts: &CaseFacts, nth: i64) -> String {
    format!("{}/{nth}", documents(facts))
}
