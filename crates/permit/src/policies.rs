//! The policies as they are compiled in, and the answer they give. A policy set that does not hold to its schema is a
//! fault of the build; a test loads it.

use std::str::FromStr;
use std::sync::LazyLock;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression, Schema,
    ValidationMode, Validator,
};

use crate::ask::Ask;

const SCHEMA: &str = include_str!("../../../policies/court.cedarschema");
const POLICIES: [&str; 6] = [
    include_str!("../../../policies/parties.cedar"),
    include_str!("../../../policies/registry.cedar"),
    include_str!("../../../policies/bench.cedar"),
    include_str!("../../../policies/house.cedar"),
    include_str!("../../../policies/openness.cedar"),
    include_str!("../../../policies/hearing.cedar"),
];

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether they may.
    pub allowed: bool,
    /// Ids of the policies that decided it; none for the default.
    pub by: Vec<String>,
    /// Why not, in a sentence; empty when they may.
    pub why: String,
}

/// The policies.
#[derive(Debug)]
pub struct Permit {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
}

static EMBEDDED: LazyLock<Permit> = LazyLock::new(|| Permit::compiled().unwrap_or_else(|_| Permit::empty()));

impl Permit {
    /// The policies compiled in. Should they not hold to their schema, nothing is allowed.
    pub fn embedded() -> &'static Permit {
        &EMBEDDED
    }

    /// The policies compiled in, read anew.
    ///
    /// # Errors
    /// What does not hold to the schema; a test sees that nothing does not.
    pub fn compiled() -> Result<Permit, String> {
        Permit::read(SCHEMA, &POLICIES.concat())
    }

    /// No policies: nothing is allowed.
    pub fn empty() -> Permit {
        Permit { authorizer: Authorizer::new(), policies: PolicySet::new(), entities: Entities::empty() }
    }

    /// Policies under a schema, held to it strictly.
    ///
    /// # Errors
    /// What does not parse or does not hold, in the words of the parser.
    pub fn read(schema: &str, policies: &str) -> Result<Permit, String> {
        let (schema, _) = Schema::from_cedarschema_str(schema).map_err(|fault| format!("{fault:?}"))?;
        let policies = PolicySet::from_str(policies).map_err(|fault| format!("{fault:?}"))?;
        let entities = schema.action_entities().map_err(|fault| format!("{fault:?}"))?;
        let result = Validator::new(schema).validate(&policies, ValidationMode::Strict);
        let faults: Vec<String> = result.validation_errors().map(ToString::to_string).collect();
        if faults.is_empty() {
            Ok(Permit { authorizer: Authorizer::new(), policies, entities })
        } else {
            Err(faults.join("\n"))
        }
    }

    /// Ids of the policies, in order.
    pub fn ids(&self) -> Vec<String> {
        let named = self.policies.policies().filter_map(|policy| policy.annotation("id").map(str::to_owned));
        let mut ids: Vec<String> = named.collect();
        ids.sort();
        ids
    }

    /// The same without one policy; to see whether it is needed.
    #[must_use]
    pub fn without(&self, id: &str) -> Permit {
        let kept = self.policies.policies().filter(|policy| policy.annotation("id") != Some(id)).cloned();
        let policies = PolicySet::from_policies(kept).unwrap_or_else(|_| PolicySet::new());
        Permit { authorizer: Authorizer::new(), policies, entities: self.entities.clone() }
    }

    /// Answers a question.
    pub fn may(&self, ask: &Ask) -> Verdict {
        let Some(request) = request(ask) else { return refused(Vec::new(), None) };
        let answer = self.authorizer.is_authorized(&request, &self.policies, &self.entities);
        let reasons: Vec<_> = answer.diagnostics().reason().filter_map(|id| self.policies.policy(id)).collect();
        let by: Vec<String> = reasons.iter().filter_map(|policy| policy.annotation("id").map(str::to_owned)).collect();
        match answer.decision() {
            Decision::Allow => Verdict { allowed: true, by, why: String::new() },
            Decision::Deny => {
                let said = reasons.iter().find_map(|policy| policy.annotation("zh"));
                refused(by, said.map(str::to_owned))
            }
        }
    }
}

fn refused(by: Vec<String>, said: Option<String>) -> Verdict {
    let why = said.unwrap_or_else(|| "您现在的身份没有办理这件事的权限".to_owned());
    Verdict { allowed: false, by, why }
}

fn uid(kind: &str, id: &str) -> Option<EntityUid> {
    EntityUid::from_str(&format!("{kind}::\"{id}\"")).ok()
}

fn request(ask: &Ask) -> Option<Request> {
    let context = Context::from_pairs([
        ("relation".to_owned(), RestrictedExpression::new_string(ask.relation.word().to_owned())),
        ("secrecy".to_owned(), RestrictedExpression::new_long(ask.secrecy.level())),
        ("phase".to_owned(), RestrictedExpression::new_string(ask.phase.word().to_owned())),
        ("own".to_owned(), RestrictedExpression::new_bool(ask.own)),
    ])
    .ok()?;
    let principal = uid("Role", ask.role.word())?;
    Request::new(principal, uid("Action", ask.action.word())?, uid("Matter", "this")?, context, None).ok()
}
