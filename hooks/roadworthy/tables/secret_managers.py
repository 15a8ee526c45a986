"""How configuration says that a secret comes from elsewhere when it is deployed: marks in texts, with what each one shows."""

from __future__ import annotations

# Patterns that are looked for in files that deploy. The first group, where there is one, is the secret's name.
CI_FILES: tuple[tuple[str, str], ...] = (
    (r"\$\{\{-?\s{0,8}secrets\.(?!GITHUB_TOKEN\b)([A-Za-z_]\w{0,100})\s{0,8}\}\}", "the CI secret `{}`"),
    (r"\b(?:credentials\(|credentialsId:)\s{0,8}['\"]([\w.-]{1,100})['\"]", "the Jenkins credential `{}`"),
    (r"\bfrom_secret:\s{0,8}([\w.-]{1,100})", "the CI secret `{}`"),
    (r"^\s{0,40}-\s{1,8}group:\s{1,8}([\w.-]{1,100})", "the variable group `{}`"),
    (r"\bhashicorp/vault-action@|\bvault kv get\b|\bvault read\b", "HashiCorp Vault"),
    (r"\baws-actions/aws-secretsmanager-get-secrets@|\baws secretsmanager get-secret-value\b", "AWS Secrets Manager"),
    (r"\baws ssm get-parameters?\b[^\n]{0,200}--with-decryption", "AWS Parameter Store"),
    (r"\bgoogle-github-actions/get-secretmanager-secrets@|\bgcloud secrets versions access\b", "Google Secret Manager"),
    (r"\bAzure/get-keyvault-secrets@|\baz keyvault secret\b|\bAzureKeyVault@", "Azure Key Vault"),
    (r"\b1password/load-secrets-action@|\bop run\b|\bop read\b|\bop inject\b", "1Password"),
    (r"\bdoppler run\b|\binfisical run\b|\bdopplerhq/secrets-fetch-action@", "a secret manager's command"),
)
MANIFESTS: tuple[tuple[str, str], ...] = (
    (r"\b(?:secretKeyRef|secretRef):\s{0,200}(?:\{\s{0,8})?(?:key:\s{0,8}[\w.-]{1,100}\s{0,200})?name:\s{0,8}['\"]?([\w.-]{1,100})",
     "the Kubernetes Secret `{}`"),
    (r"\b(?:secretKeyRef|secretRef|existingSecret):", "a Kubernetes Secret"),
    ((r"^kind:\s{0,8}((?:Cluster)?ExternalSecret|SealedSecret|SecretProviderClass|Vault(?:Auth|Static|Dynamic)\w{0,20}"
     r"|(?:Cluster)?SecretStore|OnePasswordItem|DopplerSecret|InfisicalSecret)\b"), "`{}`"),
    (r"vault\.hashicorp\.com/agent-inject", "the Vault agent"),
    (r"^sops:\s|\bENC\[AES256_GCM,", "values that SOPS encrypts"),
    (r"\bref\+(?:vault|awssecrets|awsssm|gcpsecrets|azurekeyvault|sops)://", "vals"),
)  # fmt: skip
TERRAFORM: tuple[tuple[str, str], ...] = (
    ((r"\bdata\s{1,8}\"(?:aws_secretsmanager_secret(?:_version)?|aws_ssm_parameter|google_secret_manager_secret_version"
     r"|azurerm_key_vault_secret|vault_\w{1,40}|onepassword_item|doppler_secrets)\"\s{1,8}\"([\w-]{1,100})\""),
     "the secret manager's `{}`"),
    (r"\b(?:manage_master_user_password|password_wo|secret_string_wo)\b", "a password that the cloud manages"),
    (r"\bsensitive\s{1,40}=\s{1,8}true\b", "a sensitive variable"),
)  # fmt: skip
COMPOSE: tuple[tuple[str, str], ...] = (
    (r"/run/secrets/([\w.-]{1,100})", "the mounted secret `{}`"),
    (r"^secrets:", "secrets of compose"),
)
# A variable that is filled in when the file is used. Only one named like a secret says something.
VARIABLE = r"\$\{?([A-Za-z_][A-Za-z0-9_]{2,100})(?=[:?}\s\"'@/]|-|$)"
