//! What was made lately, kept as long as the logs do not grow. One is made at a time.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Mutex, PoisonError};

/// Things kept.
const KEPT: usize = 48;

/// Things by name, each with the size of the logs it was made from.
#[derive(Debug)]
pub(crate) struct Shelf<T> {
    kept: Mutex<HashMap<String, (i64, T)>>,
    press: tokio::sync::Mutex<()>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Shelf<T> {
        Shelf { kept: Mutex::default(), press: tokio::sync::Mutex::default() }
    }
}

impl<T: Clone> Shelf<T> {
    /// The thing of a name over logs of a size; made when there is none.
    pub(crate) async fn get<E>(&self, name: &str, size: i64, make: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        if let Some(kept) = self.find(name, size) {
            return Ok(kept);
        }
        let _one_at_a_time = self.press.lock().await;
        if let Some(kept) = self.find(name, size) {
            return Ok(kept);
        }
        let made = make.await?;
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= KEPT {
            all.clear();
        }
        all.insert(name.to_owned(), (size, made.clone()));
        Ok(made)
    }

    fn find(&self, name: &str, size: i64) -> Option<T> {
        let all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(name).filter(|(of, _)| *of == size).map(|(_, kept)| kept.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_made_once_for_logs_of_a_size() {
        let shelf = Shelf::default();
        let made = |text: &'static str| async move { Ok::<_, ()>(text) };
        assert_eq!(shelf.get("2020.pdf", 10, made("甲")).await.unwrap(), "甲");
        assert_eq!(shelf.get("2020.pdf", 10, made("乙")).await.unwrap(), "甲", "kept");
        assert_eq!(shelf.get("2020.pdf", 11, made("丙")).await.unwrap(), "丙", "the logs have grown");
        let failed = shelf.get("x", 1, async { Err::<&str, _>("no") }).await;
        assert_eq!(failed, Err("no"));
        assert_eq!(shelf.get("x", 1, made("丁")).await, Ok("丁"), "a failure is not kept");
    }

    #[tokio::test]
    async fn the_shelf_does_not_grow_without_end() {
        let shelf = Shelf::default();
        for n in 0..KEPT * 3 {
            shelf.get(&n.to_string(), 1, async { Ok::<_, ()>(n) }).await.unwrap();
        }
        assert!(shelf.kept.lock().unwrap().len() <= KEPT);
    }
}
