use super::OpenArgs;
#[derive(clap::Args)]
pub struct ImportArgs { #[command(flatten)] open: OpenArgs }
pub fn run(_: &ImportArgs) -> anyhow::Result<()> { anyhow::bail!("later") }
