//! The applications: what people open, most of them by way of an OAuth2 provider.

use super::providers::Provider;
use super::random::Dice;

/// The stream of [`Dice`] that applications draw from.
const SORT: u64 = 83;

/// One application.
#[derive(Clone, Debug)]
pub struct Application {
    /// A UUID.
    pub pk: String,
    /// Unique, and what its address ends in.
    pub slug: &'static str,
    /// What people read.
    pub name: &'static str,
    /// Its provider's pk.
    pub provider: Option<u32>,
    /// Pks of the providers behind the scenes.
    pub backchannel: Vec<u32>,
    /// What it is listed under.
    pub group: &'static str,
    /// Where it starts, where somebody said so.
    pub launch_url: &'static str,
}

/// Makes those that the providers serve, and one that is but a link.
pub fn make(seed: u64, providers: &[Provider]) -> Vec<Application> {
    const GROUPS: [&str; 4] = ["", "", "Office", "Engineering"];
    let pk = |place: u32| Dice::of(seed, SORT, u64::from(place)).uuid();
    let front = providers.iter().filter_map(|provider| {
        let (slug, name) = provider.application?;
        let group = GROUPS.get(provider.pk as usize % GROUPS.len()).copied();
        Some(Application {
            pk: pk(provider.pk),
            slug,
            name,
            provider: Some(provider.pk),
            backchannel: Vec::new(),
            group: group.unwrap_or_default(),
            launch_url: "",
        })
    });
    let behind = providers.iter().filter_map(|provider| {
        let (slug, name) = provider.backchannel?;
        Some(Application {
            pk: pk(1_000 + provider.pk),
            slug,
            name,
            provider: None,
            backchannel: vec![provider.pk],
            group: "",
            launch_url: "",
        })
    });
    let link = Application {
        pk: pk(0),
        slug: "cafeteria",
        name: "Menu of the cafeteria",
        provider: None,
        backchannel: Vec::new(),
        group: "Office",
        launch_url: "https://cafeteria.example.com/",
    };
    front.chain(behind).chain([link]).collect()
}
