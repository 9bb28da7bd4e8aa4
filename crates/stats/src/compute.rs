//! Computing indicators: one query, then numerators and denominators from its columns.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::datatypes::Int64Type;
use datafusion::datasource::MemTable;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::collect;
use datafusion::prelude::{SessionConfig, SessionContext};
use law::ids::{CauseId, CourtId, JudgeId};

use crate::books::Books;
use crate::definition::{Indicator, Indicators, Kind};
use crate::error::StatsError;
use crate::facts::Facts;
use crate::filter::{By, FigureFilter, Scope};
use crate::period::Period;
use crate::rate;
use crate::sql::{self, Slots};
use crate::term::{Counted, Term};

/// Statistics of one statistical year.
pub struct Stats {
    indicators: Indicators,
    period: Period,
    books: Books,
    context: SessionContext,
    plans: Mutex<BTreeMap<String, LogicalPlan>>,
    rows: usize,
}

/// Plans kept for the next time the same is asked.
const PLANS_KEPT: usize = 64;

/// One figure: what it counts, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Which figure, of which court, month, cause or judge.
    pub filter: FigureFilter,
    /// How the value is made.
    pub kind: Kind,
    /// Numerator.
    pub num: i64,
    /// Denominator; for counts and amounts there is none.
    pub den: Option<i64>,
}

impl Value {
    /// The value in hundredths (evenness: ten-thousandths); `None` when nothing can be divided (I-013).
    pub fn hundredths(&self) -> Option<i64> {
        match self.kind {
            Kind::Count | Kind::Amount => Some(self.num),
            Kind::Rate => rate::basis_points(self.num, self.den?),
            Kind::Mean | Kind::Ratio => rate::hundredths(self.num, self.den?),
            Kind::Evenness => self.den.filter(|den| *den > 0).map(|_| self.num),
        }
    }

    /// The value as it is printed, without unit; `—` when there is none.
    pub fn printed(&self) -> String {
        match (self.hundredths(), self.kind) {
            (None, _) => "—".to_owned(),
            (Some(n), Kind::Count) => n.to_string(),
            (Some(n), Kind::Amount | Kind::Mean | Kind::Ratio) => rate::printed(n),
            (Some(n), Kind::Rate) => format!("{}%", rate::printed(n)),
            (Some(n), Kind::Evenness) => format!("{}.{:04}", n / 10_000, n % 10_000),
        }
    }
}

/// A group of the query: its key, its month (0 for the year) and the terms.
struct Group {
    key: Option<i64>,
    month: i64,
    terms: Vec<i64>,
}

/// Work of the engine under way. It is boxed, so that crates above do not compile the engine again.
pub(crate) type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T, StatsError>> + Send + 'a>>;

/// Reads and rewrites a query, once for many runs.
pub(crate) fn prepare<'a>(context: &'a SessionContext, text: &'a str) -> Work<'a, LogicalPlan> {
    Box::pin(async move {
        let state = context.state();
        let plan = state.create_logical_plan(text).await?;
        Ok(state.optimize(&plan)?)
    })
}

/// Runs a query that was made ready.
pub(crate) fn run<'a>(context: &'a SessionContext, plan: &'a LogicalPlan) -> Work<'a, Vec<RecordBatch>> {
    Box::pin(async move {
        let state = context.state();
        let physical = state.query_planner().create_physical_plan(plan, &state).await?;
        Ok(collect(physical, state.task_ctx()).await?)
    })
}

/// Reads and runs a query that is asked once.
pub(crate) fn ask<'a>(context: &'a SessionContext, text: &'a str) -> Work<'a, Vec<RecordBatch>> {
    Box::pin(async move { Ok(context.sql(text).await?.collect().await?) })
}

/// The session all queries run in: one share of rows a core.
pub(crate) fn session() -> SessionContext {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let mut config = SessionConfig::new().with_target_partitions(cores).with_batch_size(32_768);
    // the text is written as it is to be run: one pass of rewriting is enough
    config.options_mut().optimizer.max_passes = 1;
    SessionContext::new_with_config(config)
}

impl Stats {
    /// Statistics over facts at hand.
    pub fn from_facts(indicators: Indicators, facts: &Facts, books: Books) -> Result<Stats, StatsError> {
        let context = session();
        let cores = context.state().config().target_partitions();
        let table = MemTable::try_new(facts.schema(), facts.shares(cores))?;
        context.register_table("facts", Arc::new(table))?;
        Ok(Stats { indicators, period: *facts.period(), books, context, plans: Mutex::default(), rows: facts.rows() })
    }

    /// The indicators.
    pub fn indicators(&self) -> &Indicators {
        &self.indicators
    }

    /// The statistical year.
    pub fn period(&self) -> &Period {
        &self.period
    }

    /// Tallies and statements.
    pub fn books(&self) -> &Books {
        &self.books
    }

    /// Number of matters.
    pub fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn context(&self) -> &SessionContext {
        &self.context
    }

    /// The query of a computation as SQL text over a table `facts`.
    pub fn sql(&self, by: By, scope: &Scope) -> String {
        sql::text(&Slots::of(self.applicable(), by), by, scope, &self.period)
    }

    fn applicable(&self) -> impl Iterator<Item = &Indicator> {
        let year = self.period.year;
        self.indicators.all().iter().filter(move |one| one.applies_to(year))
    }

    /// Every indicator of the year by a grouping, within a scope.
    pub async fn compute(&self, by: By, scope: &Scope) -> Result<Vec<Value>, StatsError> {
        self.compute_over(&self.period, by, scope).await
    }

    /// Every indicator from the beginning of the year to the end of a month. Evenness, which compares all months of a
    /// year, is left out, and so is a grouping by month, which has its months already.
    pub async fn compute_through(&self, month: u8, by: By, scope: &Scope) -> Result<Vec<Value>, StatsError> {
        if by.is_monthly() {
            return Ok(Vec::new());
        }
        self.compute_over(&self.period.through(month), by, scope).await
    }

    /// One indicator by a grouping, within a scope; nothing for one that does not apply to the year.
    pub async fn compute_one(&self, indicator: &str, by: By, scope: &Scope) -> Result<Vec<Value>, StatsError> {
        let chosen: Vec<&Indicator> = self.applicable().filter(|one| &*one.id == indicator).collect();
        self.compute_chosen(&chosen, &self.period, by, scope).await
    }

    async fn compute_over(&self, period: &Period, by: By, scope: &Scope) -> Result<Vec<Value>, StatsError> {
        let chosen: Vec<&Indicator> = self.applicable().collect();
        self.compute_chosen(&chosen, period, by, scope).await
    }

    async fn compute_chosen(
        &self,
        chosen: &[&Indicator],
        period: &Period,
        by: By,
        scope: &Scope,
    ) -> Result<Vec<Value>, StatsError> {
        let slots = Slots::of(chosen.iter().copied(), by);
        let mut batches = Vec::new();
        if slots.len() > 0 {
            let plan = self.plan(sql::text(&slots, by, scope, period)).await?;
            batches = run(&self.context, &plan).await?;
        }
        let mut groups = read(&batches, &slots, by)?;
        if matches!(by, By::Month | By::Court | By::CourtMonth) {
            self.add_groups_of_entries(by, scope, slots.len(), &mut groups);
        }
        let mut values = Vec::new();
        for group in &groups {
            let so_far = Some(period.last_month()).filter(|last| *last < 12);
            let filter = FigureFilter { through: so_far, ..self.filter_of(by, scope, group)? };
            for indicator in chosen {
                values.extend(self.value(indicator, (by, period.last_month()), &slots, group, &filter));
            }
        }
        Ok(values)
    }

    async fn plan(&self, text: String) -> Result<LogicalPlan, StatsError> {
        let kept = |plans: &Mutex<BTreeMap<String, LogicalPlan>>| {
            plans.lock().unwrap_or_else(PoisonError::into_inner).get(&text).cloned()
        };
        if let Some(plan) = kept(&self.plans) {
            return Ok(plan);
        }
        let plan = prepare(&self.context, &text).await?;
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if plans.len() >= PLANS_KEPT {
            plans.clear();
        }
        plans.insert(text, plan.clone());
        Ok(plan)
    }

    /// Months and courts that have entries but no matter.
    fn add_groups_of_entries(&self, by: By, scope: &Scope, slots: usize, groups: &mut Vec<Group>) {
        let mut known: BTreeMap<(Option<i64>, i64), ()> =
            groups.iter().map(|group| ((group.key, group.month), ())).collect();
        let months = if by.is_monthly() { 1..=12 } else { 0..=0 };
        let courts = match by.column() {
            None => vec![None],
            Some(_) => self
                .books
                .courts()
                .into_iter()
                .filter(|court| scope.court.is_none_or(|one| one == *court))
                .map(Some)
                .collect(),
        };
        for court in courts {
            for month in months.clone() {
                let key = court.map_or(if by.column().is_none() { Some(0) } else { None }, |court: CourtId| {
                    Some(i64::from(court.0))
                });
                if known.insert((key, month), ()).is_none() {
                    groups.push(Group { key, month, terms: vec![0; slots] });
                }
            }
        }
        groups.sort_by_key(|group| (group.key, group.month));
    }

    fn filter_of(&self, by: By, scope: &Scope, group: &Group) -> Result<FigureFilter, StatsError> {
        let misfit = || StatsError::Facts(format!("分组值 {:?} 超出范围", group.key));
        let key = |wanted: By| if by == wanted { group.key } else { None };
        let court = match key(By::Court).or(key(By::CourtMonth)) {
            Some(id) => Some(CourtId(u16::try_from(id).map_err(|_| misfit())?)),
            None => scope.court,
        };
        let small = |id: i64| u32::try_from(id).map_err(|_| misfit());
        // matters without a cause or a judge are a group too, else groups would not add up to the whole
        let one_of = |wanted: By| (by == wanted).then(|| small(group.key.unwrap_or(0))).transpose();
        let word = key(By::Word).map(|id| u16::try_from(id).map_err(|_| misfit())).transpose()?;
        Ok(FigureFilter {
            indicator: Arc::from(""),
            year: self.period.year,
            convention: self.period.convention,
            month: if group.month == 0 { None } else { Some(u8::try_from(group.month).map_err(|_| misfit())?) },
            through: None,
            court,
            cause: one_of(By::Cause)?.map(CauseId).or(scope.cause),
            judge: one_of(By::Judge)?.map(JudgeId).or(scope.judge),
            word: word.or(scope.word),
        })
    }

    fn value(
        &self,
        indicator: &Indicator,
        (by, last): (By, u8),
        slots: &Slots,
        group: &Group,
        filter: &FigureFilter,
    ) -> Option<Value> {
        let of_entries = [&indicator.numerator, &indicator.denominator].into_iter().flatten();
        let of_entries = of_entries.into_iter().any(|term| matches!(term.counted, Counted::Entries { .. }));
        // tallies know court and day only
        if of_entries && (filter.cause.is_some() || filter.judge.is_some() || filter.word.is_some()) {
            return None;
        }
        let (num, den) = if indicator.kind == Kind::Evenness {
            if by.is_monthly() || last < 12 {
                return None;
            }
            let months: Vec<i64> =
                (1..=12).map(|month| in_one_month(&indicator.numerator, slots, group, month)).collect();
            let even = rate::evenness(&months);
            (even.unwrap_or(0), Some(if even.is_some() { 10_000 } else { 0 }))
        } else {
            let sum =
                |terms: &[Term]| terms.iter().map(|term| self.term(term, slots, group, (filter, last))).sum::<i64>();
            (sum(&indicator.numerator), indicator.kind.is_quotient().then(|| sum(&indicator.denominator)))
        };
        let filter = FigureFilter { indicator: Arc::clone(&indicator.id), ..filter.clone() };
        Some(Value { filter, kind: indicator.kind, num, den })
    }

    fn term(&self, term: &Term, slots: &Slots, group: &Group, (filter, last): (&FigureFilter, u8)) -> i64 {
        let n = match &term.counted {
            Counted::Entries { kind, total } => {
                let months = filter.month.map_or(1..=last, |month| month..=month).map(i64::from);
                months.map(|month| self.books.entries(kind, *total, filter.court, Some(month))).sum()
            }
            counted => at(group, slots.place(counted)),
        };
        if term.less { -n } else { n }
    }

    /// One figure of the year.
    pub async fn figure(&self, indicator: &str, scope: &Scope) -> Result<Value, StatsError> {
        let values = self.compute(By::Province, scope).await?;
        let found = values.into_iter().find(|value| &*value.filter.indicator == indicator);
        found.ok_or_else(|| StatsError::Unknown(format!("“{indicator}”这个指标")))
    }
}

fn in_one_month(terms: &[Term], slots: &Slots, group: &Group, month: i64) -> i64 {
    let one = |term: &Term| {
        let n = sql::in_month(&term.counted, month).map_or(0, |counted| at(group, slots.place(&counted)));
        if term.less { -n } else { n }
    };
    terms.iter().map(one).sum()
}

fn at(group: &Group, place: Option<usize>) -> i64 {
    place.and_then(|place| group.terms.get(place)).copied().unwrap_or(0)
}

/// Adds what each scan counted to the slots of its groups; what is in stock, to every month that it was open in.
fn read(batches: &[RecordBatch], slots: &Slots, by: By) -> Result<Vec<Group>, StatsError> {
    let misfit = || StatsError::Engine("结果列与指标不符".to_owned());
    let scans = sql::scans(slots);
    let mut groups: BTreeMap<(Option<i64>, i64), Vec<i64>> = BTreeMap::new();
    if by.column().is_none() {
        let months = if by.is_monthly() { 1..=12 } else { 0..=0 };
        groups.extend(months.map(|month| ((Some(0), month), vec![0; slots.len()])));
    }
    for batch in batches {
        let mut columns = Vec::with_capacity(batch.num_columns());
        for column in batch.columns() {
            columns.push(column.as_primitive_opt::<Int64Type>().ok_or_else(misfit)?);
        }
        let [scan, key, first, left, values @ ..] = columns.as_slice() else { return Err(misfit()) };
        for row in 0..batch.num_rows() {
            let scan = usize::try_from(scan.value(row)).ok().and_then(|number| scans.get(number)).ok_or_else(misfit)?;
            let key = key.is_valid(row).then(|| key.value(row));
            let (first, left) = (first.value(row), left.value(row));
            let spread = scan.is_spread(by);
            let months = if spread { first.max(1)..=left.min(12) } else { first..=first };
            for month in months {
                let terms = groups.entry((key, month)).or_insert_with(|| vec![0; slots.len()]);
                for (slot, value) in scan.slots.iter().zip(values) {
                    let counted = value.is_valid(row) && (!spread || slots.is_open_in(*slot, month, first, left));
                    if let Some(term) = terms.get_mut(*slot).filter(|_| counted) {
                        *term += value.value(row);
                    }
                }
            }
        }
    }
    Ok(groups.into_iter().map(|((key, month), terms)| Group { key, month, terms }).collect())
}
