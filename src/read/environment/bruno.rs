//! The environments of a Bruno collection: `environments/NAME.bru` with the blocks `vars` and `vars:secret`
//! (<https://docs.usebruno.com/variables/environment-variables>). The values of secrets stand in no file.

use super::{Client, Environment, Rank, Row};
use crate::exchange::Quotes;
use crate::read::client::bruno::environment_rows;
use crate::text::Text;

pub(super) fn environment<'s>(doc: &Text<'s>) -> Option<Environment<'s>> {
    let rows = environment_rows(doc)?;
    let row = |(name, value)| Row { name, value, quotes: Quotes::None, secret: false };
    let sets = vec![rows.into_iter().map(row).collect()];
    Some(Environment { client: Client::Bruno, rank: Rank::Under, sets })
}
