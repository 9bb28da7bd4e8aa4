//! What the index holds, read back: so that whoever feeds it knows what is missing, and learns from what is there.

use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};

use super::card::Card;
use super::index::{Cases, Trouble};

impl Cases {
    /// Whether the similarity spaces were fitted.
    pub fn has_learnt(&self) -> bool {
        self.spaces.is_some()
    }

    /// Names of all findable cases, in no order.
    pub fn ids(&self) -> Result<Vec<String>, Trouble> {
        let mut ids = Vec::new();
        self.each(usize::MAX, &mut |card, _| ids.push(card.id))?;
        Ok(ids)
    }

    /// Visits findable cases with their facts, the last fed first, so many at most.
    pub fn each(&self, most: usize, visit: &mut dyn FnMut(Card, &str)) -> Result<(), Trouble> {
        let searcher = self.reader.searcher();
        let mut left = most;
        for (ordinal, reader) in (0_u32..).zip(searcher.segment_readers()).collect::<Vec<_>>().into_iter().rev() {
            for doc in (0..reader.max_doc()).rev() {
                if left == 0 {
                    return Ok(());
                }
                if reader.is_deleted(doc) {
                    continue;
                }
                left -= 1;
                let document: TantivyDocument = searcher.doc(DocAddress::new(ordinal, doc))?;
                let facts = document.get_first(self.fields.text).and_then(|value| value.as_str()).unwrap_or_default();
                visit(self.card(&document)?, facts);
            }
        }
        Ok(())
    }
}
