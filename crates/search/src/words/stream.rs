//! The same cut as a tokenizer of tantivy.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::cut::{Cutter, Grain};
use super::gram::each_gram;

/// Cuts a field of an index with the shared cutter.
#[derive(Debug, Clone, Copy)]
pub struct WordTokenizer {
    grain: Grain,
}

impl WordTokenizer {
    /// A tokenizer that cuts this fine.
    #[must_use]
    pub const fn new(grain: Grain) -> Self {
        Self { grain }
    }
}

/// The words of one field, handed over one by one.
#[derive(Debug)]
pub struct Words {
    tokens: std::vec::IntoIter<Token>,
    current: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Words;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words {
        let mut tokens = Vec::with_capacity(text.len() / 5);
        Cutter::shared().each(text, self.grain, |word, span| {
            let position = tokens.len();
            tokens.push(Token {
                offset_from: span.start,
                offset_to: span.end,
                position,
                text: word.to_owned(),
                position_length: 1,
            });
        });
        Words { tokens: tokens.into_iter(), current: Token::default() }
    }
}

/// Cuts a field of an index into pairs of neighbouring characters.
#[derive(Debug, Clone, Copy, Default)]
pub struct GramTokenizer;

impl Tokenizer for GramTokenizer {
    type TokenStream<'a> = Words;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words {
        let mut tokens = Vec::with_capacity(text.len() / 3);
        each_gram(text, |gram, span| {
            let position = tokens.len();
            tokens.push(Token {
                offset_from: span.start,
                offset_to: span.end,
                position,
                text: gram.to_owned(),
                position_length: 1,
            });
        });
        Words { tokens: tokens.into_iter(), current: Token::default() }
    }
}

impl TokenStream for Words {
    fn advance(&mut self) -> bool {
        match self.tokens.next() {
            Some(token) => {
                self.current = token;
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_hands_over_the_words_of_the_cutter() {
        let text = "借款人应当返还借款";
        let mut tokenizer = WordTokenizer::new(Grain::Words);
        let mut stream = tokenizer.token_stream(text);
        let mut words = Vec::new();
        while stream.advance() {
            let token = stream.token();
            assert_eq!(&text[token.offset_from..token.offset_to], token.text);
            assert_eq!(token.position, words.len());
            words.push(token.text.clone());
        }
        assert_eq!(words, Cutter::shared().list(text, Grain::Words));
    }
}
