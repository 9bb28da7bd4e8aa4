//! The published rankings of LeCaRD through our metric code, beside the golden numbers published with them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use search::metrics::{average_precision, ndcg, precision};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A JSON object in the order it was written: the published code takes the first 30 labels and the first 100 queries.
struct Ordered<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Ordered<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        deserializer.deserialize_map(Entries(std::marker::PhantomData))
    }
}

/// Where the published files lie beside this checkout.
pub fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/metrics"))
}

fn read<T: for<'de> Deserialize<'de>>(folder: &Path, name: &str) -> T {
    serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap()
}

/// The figures of one ranking over some queries, under the names of the golden file.
fn figures(queries: &[&(String, Ordered<f64>)], rankings: &BTreeMap<String, Vec<i64>>) -> BTreeMap<String, f64> {
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for (query, labels) in queries {
        let ranking = &rankings[query.as_str()];
        let labelled: BTreeMap<&str, f64> = labels.0.iter().take(30).map(|(id, grade)| (id.as_str(), *grade)).collect();
        let grade = |id: &i64| labelled.get(id.to_string().as_str()).copied();
        let all: Vec<f64> = labels.0.iter().map(|(_, grade)| *grade).collect();
        let full: Vec<f64> = ranking.iter().map(|id| grade(id).unwrap_or_default()).collect();
        let only: Vec<f64> = ranking.iter().filter_map(grade).collect();
        let three: Vec<f64> = only.iter().map(|grade| if *grade >= 3.0 { 1.0 } else { 0.0 }).collect();
        let found = three.iter().filter(|gain| **gain > 0.0).count();
        let mut add = |name: String, value: f64| *sums.entry(name).or_default() += value;
        add("P@5".into(), precision(&three, 5));
        add("P@10".into(), precision(&three, 10));
        add("MAP".into(), average_precision(&three, found));
        for k in [10, 20, 30] {
            add(format!("NDCG@{k} HEAD (full list, ideal=labels)"), ndcg(&full, &all, k));
            add(format!("NDCG@{k} README (labelled only, ideal=retrieved labelled)"), ndcg(&only, &only, k));
        }
    }
    let n = f64::from(u32::try_from(queries.len()).unwrap());
    sums.into_iter().map(|(name, sum)| (name, sum / n)).collect()
}

/// A figure: of which ranking over which queries, its name, the golden number, ours.
pub type Compared = (String, String, f64, f64);

/// Every golden number beside ours.
pub fn compared(folder: &Path) -> Vec<Compared> {
    let labels: Ordered<Ordered<f64>> = read(folder, "label/label_top30_dict.json");
    let golden: BTreeMap<String, BTreeMap<String, f64>> = read(folder, "lecard_golden_metrics.json");
    let mut all = Vec::new();
    for (name, expected) in &golden {
        let (part, model) = name.split_once('/').unwrap();
        let mut rankings: BTreeMap<String, Vec<i64>> = read(folder, &format!("prediction/{model}_top100.json"));
        if model != "lm" {
            rankings.values_mut().for_each(|ranking| ranking.reverse());
        }
        let queries: Vec<&(String, Ordered<f64>)> = match part {
            "first100" => labels.0.iter().take(100).collect(),
            "test20" => labels.0.iter().take(100).step_by(5).collect(),
            "common" => labels.0.iter().take(77).collect(),
            "controversial" => labels.0.iter().skip(77).collect(),
            _ => labels.0.iter().collect(),
        };
        let ours = figures(&queries, &rankings);
        all.extend(expected.iter().map(|(figure, value)| (name.clone(), figure.clone(), *value, ours[figure])));
    }
    all
}
