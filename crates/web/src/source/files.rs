//! What a file of a list is made from: the same filters as the page, read to the end.

use std::collections::BTreeMap;

use docket::store::{CaseFilter, Key};
use law::day::Day;
use law::life::facts::CaseFacts;

use super::{Source, failed, reckon};
use crate::export::Chosen;
use crate::fault::Fault;
use crate::filter;

impl Source {
    /// Which cases an address chooses.
    pub fn chosen(&self, pairs: &BTreeMap<String, String>, as_of: Day) -> Result<Chosen, Fault> {
        if pairs.contains_key("figure") {
            let (filter, part) = reckon::asked(pairs)?;
            return Ok(Chosen::Figure(filter, part));
        }
        Ok(Chosen::Filter(filter::read(pairs, as_of)?.filter))
    }

    /// Entries in all logs together.
    pub async fn size_of_all(&self) -> Result<i64, Fault> {
        Ok(self.ends().await?.size)
    }

    /// Calls `each` with every case that meets a filter; `each` says whether to go on. Blocks.
    pub fn each_case(
        &self,
        filter: &CaseFilter,
        range: Option<(Key, Key)>,
        each: &mut (dyn FnMut(&CaseFacts) -> bool + Send),
    ) -> Result<(), Fault> {
        self.docket.each_case(filter, range, each).map_err(failed)
    }
}
