//! `verify`: everything recomputed from the entries and compared with what is stored. It repairs nothing.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use law::ids::CourtId;

use super::backup_rows::court_rows;
use super::batch::CourtRow;
use super::engine::Location;
use super::error::StoreError;
use super::fold::CourtFold;
use super::log_rows;
use super::projections;
use super::rows::Reader;
use crate::digest::Digest;
use crate::entry::Entry;
use crate::head::Head;
use crate::key::PublicKey;
use crate::tree::{Node, Tree};

/// Findings of one court are listed up to this many; the rest is counted.
const FINDINGS_PER_COURT: usize = 100;

/// Something stored that does not agree with the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The court.
    pub court: CourtId,
    /// The entry, or the first entry of the stretch, that is wrong.
    pub position: Option<i64>,
    /// What is wrong, for the reader.
    pub what: String,
}

/// What verifying found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Courts verified.
    pub courts: usize,
    /// Entries read.
    pub entries: u64,
    /// Heads whose signature and root were checked.
    pub heads: u64,
    /// Findings in order of court and position; empty when all is well.
    pub findings: Vec<Finding>,
    /// Courts whose projected tables lag behind their log, with the number of entries not folded in: no fault.
    pub behind: Vec<(CourtId, i64)>,
    /// Courts whose projected tables were not judged because their log itself is at fault.
    pub unjudged: Vec<CourtId>,
}

impl VerifyReport {
    /// Whether nothing was found.
    pub const fn passed(&self) -> bool {
        self.findings.is_empty()
    }
}

/// How far verifying has come; shared with whoever shows it.
#[derive(Debug, Default)]
pub struct VerifyProgress {
    /// Entries done.
    pub done: AtomicU64,
    /// Entries in all.
    pub total: AtomicU64,
}

/// Verifies the courts on two threads.
pub(crate) fn verify(
    location: &Location,
    only: Option<CourtId>,
    progress: &Arc<VerifyProgress>,
) -> Result<VerifyReport, StoreError> {
    let mut courts = courts(&mut Reader::open(location)?, only)?;
    let total: i64 = courts.iter().map(|court| court.size).sum();
    progress.total.store(total.unsigned_abs(), Ordering::Relaxed);
    courts.sort_by_key(|court| court.size);
    let queue = Mutex::new(courts);
    let work = || -> Result<Vec<CourtReport>, StoreError> {
        let mut reader = Reader::open(location)?;
        let mut done = Vec::new();
        loop {
            let next = queue.lock().ok().and_then(|mut queue| queue.pop());
            let Some(court) = next else { return Ok(done) };
            done.push(verify_court(&mut reader, &court, progress)?);
        }
    };
    let mut reports = std::thread::scope(|scope| {
        let threads = [scope.spawn(work), scope.spawn(work)];
        let mut all = Vec::new();
        for thread in threads {
            let done = thread.join().map_err(|_| StoreError::Failed("核验线程意外终止".to_owned()))??;
            all.extend(done);
        }
        Ok::<_, StoreError>(all)
    })?;
    reports.sort_by_key(|report| report.court);
    Ok(reports.into_iter().fold(VerifyReport::default(), CourtReport::into_sum))
}

/// A court to verify: as registered, or with entries but not registered at all.
struct Subject {
    court: CourtId,
    row: Option<CourtRow>,
    size: i64,
}

fn courts(reader: &mut Reader, only: Option<CourtId>) -> Result<Vec<Subject>, StoreError> {
    let mut rows: BTreeMap<CourtId, Option<CourtRow>> = BTreeMap::new();
    for row in court_rows(reader)? {
        rows.insert(row.court, Some(row));
    }
    let mut last = -1;
    loop {
        let next = reader.number("SELECT COALESCE(MIN(court), -1) FROM entries WHERE court > $1", &[last])?;
        if next < 0 {
            break;
        }
        rows.entry(CourtId(super::read::narrow(next, "court")?)).or_insert(None);
        last = next;
    }
    rows.into_iter()
        .filter(|(court, _)| only.is_none_or(|only| only == *court))
        .map(|(court, row)| Ok(Subject { court, row, size: reader.size(court)? }))
        .collect()
}

/// What was found in one court.
struct CourtReport {
    court: CourtId,
    entries: u64,
    heads: u64,
    findings: Vec<Finding>,
    more: usize,
    behind: i64,
    unjudged: bool,
}

impl CourtReport {
    fn find(&mut self, position: Option<i64>, what: String) {
        if self.findings.len() < FINDINGS_PER_COURT {
            self.findings.push(Finding { court: self.court, position, what });
        } else {
            self.more += 1;
        }
    }

    fn into_sum(mut sum: VerifyReport, mut court: CourtReport) -> VerifyReport {
        sum.courts += 1;
        sum.entries += court.entries;
        sum.heads += court.heads;
        if court.more > 0 {
            let what = format!("另有 {} 处问题未逐一列出", court.more);
            court.findings.push(Finding { court: court.court, position: None, what });
        }
        sum.findings.append(&mut court.findings);
        if court.behind > 0 {
            sum.behind.push((court.court, court.behind));
        }
        if court.unjudged {
            sum.unjudged.push(court.court);
        }
        sum
    }
}

fn verify_court(reader: &mut Reader, subject: &Subject, progress: &VerifyProgress) -> Result<CourtReport, StoreError> {
    let mut report = CourtReport {
        court: subject.court,
        entries: 0,
        heads: 0,
        findings: Vec::new(),
        more: 0,
        behind: 0,
        unjudged: false,
    };
    let Some(row) = &subject.row else {
        report.find(Some(1), format!("编号 {} 的法院有条目而未登记", subject.court.0));
        return Ok(report);
    };
    let stored =
        log_rows::nodes(reader, subject.court).and_then(|nodes| Ok((nodes, log_rows::heads(reader, subject.court)?)));
    let (nodes, heads) = match stored {
        Ok(found) => found,
        Err(StoreError::Damaged(what)) => {
            report.find(None, format!("树节点或日志头无法读取：{what}"));
            return Ok(report);
        }
        Err(other) => return Err(other),
    };
    let mut log = LogCheck::new(row, &nodes, heads, report);
    let read = log_rows::each_entry(reader, subject.court, &mut |entry| {
        log.take(entry);
        if log.report.entries.is_multiple_of(1024) {
            progress.done.fetch_add(1024, Ordering::Relaxed);
        }
        Ok(())
    });
    let (mut report, fold, at_fault) = log.finish(read)?;
    progress.done.fetch_add(report.entries % 1024, Ordering::Relaxed);
    if at_fault {
        report.unjudged = true;
        return Ok(report);
    }
    report.behind = projections::behind(reader, subject.court)?;
    projections::compare(reader, &fold, subject.court, report.behind > 0, &mut |position, what| {
        report.find(position, what);
    })?;
    Ok(report)
}

/// One court's log under check.
struct LogCheck<'a> {
    row: &'a CourtRow,
    key: Option<PublicKey>,
    tree: Tree,
    nodes: BTreeMap<(u8, i64), &'a Digest>,
    heads: std::iter::Peekable<std::vec::IntoIter<Head>>,
    fold: CourtFold,
    /// Position of the last entry read.
    last: i64,
    /// Size up to which the tree agreed with a head.
    agreed: i64,
    /// An entry is missing or out of place: the tree can no longer be followed.
    broken: bool,
    /// Something was found in the log itself.
    at_fault: bool,
    completed: Vec<Node>,
    buffer: Vec<u8>,
    report: CourtReport,
}

impl<'a> LogCheck<'a> {
    fn new(row: &'a CourtRow, nodes: &'a [Node], heads: Vec<Head>, mut report: CourtReport) -> LogCheck<'a> {
        let key = PublicKey::from_bytes(&row.public_key).ok();
        if key.is_none() {
            report.find(None, "登记的公钥不是有效的 SM2 公钥".to_owned());
        }
        LogCheck {
            row,
            key,
            tree: Tree::new(row.court),
            nodes: nodes.iter().map(|node| ((node.level, node.idx), &node.hash)).collect(),
            heads: heads.into_iter().peekable(),
            fold: CourtFold::new(row.court),
            last: 0,
            agreed: 0,
            broken: false,
            at_fault: false,
            completed: Vec::new(),
            buffer: Vec::new(),
            report,
        }
    }

    fn fault(&mut self, position: i64, what: String) {
        self.at_fault = true;
        self.report.find(Some(position), what);
    }

    fn take(&mut self, entry: &Entry) {
        self.report.entries += 1;
        if entry.position < 1 {
            self.fault(entry.position, "条目不在日志的位置上".to_owned());
            return;
        }
        if entry.position != self.last + 1 {
            for missing in self.last + 1..entry.position.min(self.last + 1 + 100) {
                self.fault(missing, "条目缺失".to_owned());
            }
            self.broken = true;
        }
        self.last = entry.position;
        if entry.computed_leaf(&self.row.code, &mut self.buffer) != entry.leaf {
            self.fault(entry.position, "条目内容与其叶杂凑值不符，已被改动".to_owned());
        } else if !self.at_fault
            && let Err(what) = self.fold.take(entry)
        {
            // What comes after a fault cannot be judged as part of its matter: its own leaf still is.
            self.fault(entry.position, what);
        }
        if self.broken {
            return;
        }
        self.tree.append(entry.leaf, &mut self.completed);
        if !self.completed.is_empty() {
            self.check_nodes();
        }
        while self.heads.peek().is_some_and(|head| head.size <= self.tree.size()) {
            if let Some(head) = self.heads.next() {
                self.check_head(&head);
            }
        }
    }

    fn check_nodes(&mut self) {
        for node in std::mem::take(&mut self.completed) {
            let stored = self.nodes.remove(&(node.level, node.idx));
            if stored == Some(&node.hash) || self.at_fault {
                continue;
            }
            let span = 1_i64 << node.level;
            let first = node.idx * span + 1;
            let what = match stored {
                None => "缺失",
                Some(_) => "与条目不符",
            };
            self.report.find(
                Some(first),
                format!("第 {first} 至 {} 条之上的第 {} 层树节点{what}", first + span - 1, node.level),
            );
        }
    }

    fn check_head(&mut self, head: &Head) {
        self.report.heads += 1;
        let signed = self.key.as_ref().is_none_or(|key| head.verify(&self.row.code, key));
        if !signed {
            self.report.find(Some(head.size), format!("第 {} 条时的日志头签名无效", head.size));
        } else if head.size == self.tree.size() && head.root == self.tree.root() {
            self.agreed = head.size;
        } else if !self.at_fault {
            let first = self.agreed + 1;
            self.fault(
                first,
                format!("第 {first} 至 {} 条与已签名的日志头不符，条目及其叶杂凑值已被一并改动", head.size),
            );
        }
    }

    /// Checks the end of the log; gives the report, the fold and whether the log itself is at fault.
    fn finish(mut self, read: Result<(), StoreError>) -> Result<(CourtReport, CourtFold, bool), StoreError> {
        match read {
            Ok(()) => {}
            Err(StoreError::Damaged(what)) => {
                self.fault(self.last + 1, format!("条目无法读取：{what}"));
                return Ok((self.report, self.fold, true));
            }
            Err(other) => return Err(other),
        }
        if let Some(largest) = self.heads.clone().map(|head| head.size).max()
            && largest > self.last
        {
            for missing in self.last + 1..=largest.min(self.last + 100) {
                self.fault(missing, "条目缺失".to_owned());
            }
        }
        if self.agreed < self.last && !self.at_fault {
            let first = self.agreed + 1;
            let what = format!("第 {first} 至 {} 条没有日志头覆盖", self.last);
            self.fault(first, what);
        }
        if !self.at_fault
            && let Some((level, idx)) = self.nodes.keys().next().copied()
        {
            self.report.find(None, format!("多出第 {level} 层第 {idx} 个树节点"));
        }
        Ok((self.report, self.fold, self.at_fault))
    }
}
