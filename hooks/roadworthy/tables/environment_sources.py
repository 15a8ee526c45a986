"""What creates an environment, by the names of its files: regular expressions over paths, with what each is called.

In `named`, group 1 is where an environment's name stands. `whole` creates whatever environment is deployed to: one definition for
all of them.
"""

from __future__ import annotations

_NAME = r"([A-Za-z0-9][\w.-]{0,60}?)"
NAMED: tuple[tuple[str, str], ...] = (
    ("Terraform variables", rf"(?:^|/){_NAME}(?:\.auto)?\.tfvars(?:\.json)?$"),
    ("a Terraform root", rf"(?:^|/)(?:environments?|envs?|stages|live|deployments?|accounts|workspaces)/{_NAME}/(?:[^/]+/){{0,3}}(?:[^/]+\.tf|terragrunt\.hcl)$"),
    ("a Kustomize overlay", rf"(?:^|/)(?:overlays?|environments?|envs?|clusters?)/{_NAME}/(?:[^/]+/){{0,2}}kustomization\.ya?ml$"),
    ("Helm values", rf"(?:^|/)values[._-]{_NAME}\.ya?ml$|(?:^|/){_NAME}[._-]values\.ya?ml$"),
    ("Helm values", rf"(?:^|/)(?:environments?|envs?|values)/{_NAME}(?:/values)?\.ya?ml$"),
    ("a compose file", rf"(?:^|/)(?:docker-)?compose[._-]{_NAME}\.ya?ml$"),
    ("an Ansible inventory", rf"(?:^|/)inventor(?:y|ies)/{_NAME}(?:/.*|\.(?:ya?ml|ini|cfg))?$"),
    ("a Pulumi stack", rf"(?:^|/)Pulumi\.{_NAME}\.ya?ml$"),
    ("a Fly application", rf"(?:^|/)fly[._-]{_NAME}\.toml$"),
    ("an App Engine service", rf"(?:^|/)app[._-]{_NAME}\.ya?ml$"),
    ("Bicep parameters", rf"(?:^|/){_NAME}\.(?:bicepparam|parameters\.json)$"),
    ("a Capistrano stage", rf"(?:^|/)config/deploy/{_NAME}\.rb$"),
    ("a Kamal destination", rf"(?:^|/)config/deploy\.{_NAME}\.yml$"),
    ("a Flux cluster", rf"(?:^|/)clusters?/{_NAME}/[^/]+\.ya?ml$"),
)  # fmt: skip
WHOLE: tuple[tuple[str, str], ...] = (
    ("Terraform", r"\.tf$"),
    ("a Helm chart", r"(?:^|/)Chart\.ya?ml$"),
    ("Pulumi", r"(?:^|/)Pulumi\.ya?ml$"),
    ("CDK", r"(?:^|/)cdk\.json$"),
    ("SST", r"(?:^|/)sst\.config\.[cm]?[jt]s$"),
    ("Serverless", r"(?:^|/)serverless\.(?:ya?ml|ts|js|json)$"),
    ("SAM", r"(?:^|/)samconfig\.toml$"),
    ("Bicep", r"\.bicep$"),
    ("Fly", r"(?:^|/)fly\.toml$"),
    ("Render", r"(?:^|/)render\.ya?ml$"),
    ("Vercel", r"(?:^|/)vercel\.json$"),
    ("Netlify", r"(?:^|/)netlify\.toml$"),
    ("Wrangler", r"(?:^|/)wrangler\.(?:toml|jsonc?)$"),
    ("Firebase", r"(?:^|/)firebase\.json$"),
    ("App Engine", r"(?:^|/)app\.ya?ml$"),
    ("Heroku", r"(?:^|/)(?:heroku\.yml|app\.json)$"),
    ("Cloud Foundry", r"(?:^|/)manifest(?:[._-]\w+)?\.yml(?:\.j2)?$"),
    ("Copilot", r"(?:^|/)copilot/.*manifest\.yml$"),
    ("Ansible", r"(?:^|/)(?:ansible\.cfg|playbooks?/[^/]+\.ya?ml|site\.ya?ml)$"),
    ("Kustomize", r"(?:^|/)kustomization\.ya?ml$"),
    ("Nomad", r"\.nomad(?:\.hcl)?$"),
    ("Kamal", r"(?:^|/)config/deploy\.yml$"),
    ("Helmfile", r"(?:^|/)helmfile\.ya?ml(?:\.gotmpl)?$"),
    ("Vagrant", r"(?:^|/)Vagrantfile$"),
    ("Packer", r"\.pkr\.hcl$"),
)
