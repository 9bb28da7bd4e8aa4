//! Small numbered names of courts, causes and posts. They name things; they know nothing of them.

use serde::{Deserialize, Serialize};

/// Number of a court in the court register (法院), from 1; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CourtId(pub u16);

/// Number of a cause of action, charge or administrative cause (案由) in the cause register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CauseId(pub u32);

/// Number of a judge's post (员额法官) in the province.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JudgeId(pub u32);

/// A matter in a court's log: the position of the entry that opened it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stream(pub i64);
