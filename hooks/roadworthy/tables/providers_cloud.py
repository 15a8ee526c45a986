"""Token formats of clouds, hosting and infrastructure, from the providers' own documentation (named above each group)."""

from __future__ import annotations

from .providers_row import DASHED, HEX, UUID, WORD, Provider, named, token

_ENTRA = "[A-Za-z0-9_~.-]"

ROWS: tuple[Provider, ...] = (
    # AWS, "IAM identifiers": unique ID prefixes AKIA (access key), ASIA (temporary), ABIA and ACCA (bearer, context-specific);
    # the rest is base 32. "Managing access keys": a secret access key is 40 characters.
    token(
        "aws-access-key-id",
        "AWS access key ID",
        ("AKIA", "ASIA", "ABIA", "ACCA"),
        "[A-Z2-7]{16}",
        stop=("example",),
        needs="partner",
    ),
    named(
        "aws-secret-access-key",
        "AWS secret access key",
        "aws_secret_access_key aws_secret_key secret_access_key aws_secret",
        "[A-Za-z0-9/+]{40}",
        entropy=4.0,
        stop=("example",),
    ),
    token("aws-session-token", "AWS session token", ("IQoJb3JpZ2luX2Vj", "FwoGZXIvYXdz"), "[A-Za-z0-9/+=]{100,2000}"),
    # Amazon Bedrock, "API keys": long-term keys begin with the base 64 of BedrockAPIKey-, short-term ones with this literal.
    token("aws-bedrock-long", "Amazon Bedrock API key", "ABSKQmVkcm" + "9ja0FQSUtleS", "[A-Za-z0-9+/]{90,300}={0,2}"),
    token("aws-bedrock-short", "Amazon Bedrock API key", "bedrock-api-key-", "[A-Za-z0-9+/]{60,4000}={0,2}"),
    # Amazon Selling Partner API and Login with Amazon, "Registering your application".
    token("amazon-mws", "Amazon MWS auth token", "amzn.mws.", UUID),
    token("amazon-lwa", "Login with Amazon client secret", "amzn1.oa2-cs.v1.", HEX + "{64}"),
    # AWS AppSync, "Authorization: API_KEY": da2- and 26 characters.
    token("aws-appsync", "AWS AppSync API key", "da2-", "[a-z0-9]{26}"),
    # Google Cloud, "Manage API keys": a 39-character string that begins with AIza. Newer authorization keys begin with AQ.
    token("google-api-key", "Google API key", "AIza", DASHED + "{35}", needs="server"),
    token("google-auth-key", "Google API key", "AQ.Ab8", DASHED + "{40,60}"),
    # Google Identity, "Using OAuth 2.0": client secrets, access tokens ya29., refresh tokens 1//.
    token("google-client-secret", "Google OAuth client secret", "GOCSPX-", DASHED + "{28}"),
    token("google-access-token", "Google OAuth access token", "ya29.", DASHED + "{60,2000}"),
    token("google-refresh-token", "Google OAuth refresh token", "1//0", DASHED + "{60,200}"),
    # Cloud Storage, "HMAC keys": the access ID has 61 characters for a service account, the secret is 40 of base 64.
    token("google-hmac-id", "Google Cloud Storage HMAC access ID", "GOOG1E", "[A-Z0-9]{55}", needs="partner"),
    # Firebase Cloud Messaging, "About FCM messages": the retired server key.
    Provider(
        "firebase-server-key",
        "Firebase server key",
        (":APA91b",),
        "AAAA" + DASHED + "{7}:APA91b" + DASHED + "{130,180}",
        back=11,
    ),
    # reCAPTCHA, "Settings": the secret key is 40 characters that begin with 6L.
    named("recaptcha", "reCAPTCHA secret key", "recaptcha_secret recaptcha_private_key", "6L" + DASHED + "{38}"),
    # Microsoft Entra, "Application credentials"; Microsoft Purview, "Microsoft Entra client secret": 3 characters, 8Q~, 34.
    *(
        Provider(
            "entra-client-secret", "Microsoft Entra client secret", (mark,), f"{_ENTRA}{{3}}{mark}{_ENTRA}{{31,34}}", back=3
        )
        for mark in ("8Q~", "7Q~")
    ),
    # Azure Storage, "Account access keys": 64 bytes of base 64 in a connection string; Purview names the same forms.
    token("azure-account-key", "Azure account key", ("AccountKey=", "accountKey="), "([A-Za-z0-9+/]{86}==)", entropy=4.5),
    token("azure-shared-access-key", "Azure shared access key", "SharedAccessKey=", "([A-Za-z0-9+/]{43}=)", entropy=4.2),
    token("azure-access-key", "Azure SignalR access key", ";AccessKey=", "([A-Za-z0-9+/]{43}=)", entropy=4.2),
    token(
        "azure-app-configuration",
        "Azure App Configuration secret",
        ";Secret=",
        "([A-Za-z0-9+/]{43}=|" + WORD + "{84})",
        entropy=4.2,
    ),
    token("azure-sas", "Azure shared access signature", "sig=", "([A-Za-z0-9%+/]{43,70}(?:%3[Dd]|=))&s[evprt]=", entropy=4.0),
    # Microsoft security-utilities, "Identifiable secrets": a fixed signature at a fixed place of the key.
    Provider("azure-storage-key", "Azure storage key", ("+ASt",), r"[A-Za-z0-9+/]{76}\+ASt[A-Za-z0-9+/]{5}[AQgw]==", back=76),
    Provider("azure-cosmos-key", "Azure Cosmos DB key", ("ACDb",), "[A-Za-z0-9+/]{76}ACDb[A-Za-z0-9+/]{5}[AQgw]==", back=76),
    Provider("azure-batch-key", "Azure Batch key", ("+ABa",), r"[A-Za-z0-9+/]{76}\+ABa[A-Za-z0-9+/]{5}[AQgw]==", back=76),
    Provider("azure-bus-key", "Azure Service Bus key", ("+ASb",), r"[A-Za-z0-9+/]{33}\+ASb[A-P][A-Za-z0-9+/]{5}=", back=33),
    Provider("azure-events-key", "Azure Event Hubs key", ("+AEh",), r"[A-Za-z0-9+/]{33}\+AEh[A-P][A-Za-z0-9+/]{5}=", back=33),
    Provider("azure-iot-key", "Azure IoT key", ("AIoT",), "[A-Za-z0-9+/]{33}AIoT[A-P][A-Za-z0-9+/]{5}=", back=33),
    Provider("azure-redis-key", "Azure Cache for Redis key", ("AzCa",), "[A-Za-z0-9+/]{33}AzCa[A-P][A-Za-z0-9+/]{5}=", back=33),
    Provider(
        "azure-registry-key", "Azure Container Registry key", ("+ACR",), r"[A-Za-z0-9+/]{42}\+ACR[A-D][A-Za-z0-9+/]{5}", back=42
    ),
    Provider("azure-search-key", "Azure AI Search key", ("AzSe",), WORD + "{42}AzSe[A-D]" + WORD + "{5}", back=42),
    Provider("azure-function-key", "Azure Functions key", ("AzFu",), DASHED + "{44}AzFu" + DASHED + "{5}[AQgw]==", back=44),
    Provider("azure-ai-key", "Azure AI services key", ("JQQJ99",), WORD + "{52}JQQJ99" + WORD + "{26}", back=52),
    # Azure DevOps, "Use personal access tokens": 84 characters, AZDO at the 76th; the older ones have 52 of base 32.
    Provider("azure-devops-pat", "Azure DevOps personal access token", ("AZDO",), WORD + "{76}AZDO" + WORD + "{4}", back=76),
    named(
        "azure-devops-old-pat", "Azure DevOps personal access token", "azure_devops_pat azure_devops_ext_pat", "[a-z2-7]{52}"
    ),
    named("azure-api-management", "Azure API Management key", "ocp_apim_subscription_key", HEX + "{32}"),
    token(
        "azure-api-management-header",
        "Azure API Management key",
        "Ocp-Apim-Subscription-Key",
        r"""["']?[:=, ]{1,3}["']?(""" + HEX + "{32})",
    ),
    # Alibaba Cloud, "AccessKey pair": IDs begin with LTAI. Tencent Cloud, "Access key": AKID and 32. Volcengine: AKLT.
    token("alibaba-access-key-id", "Alibaba Cloud access key ID", "LTAI", WORD + "{17,26}", needs="partner"),
    token("tencent-secret-id", "Tencent Cloud secret ID", "AKID", WORD + "{32}", needs="partner"),
    token("volcengine-access-key", "Volcengine access key ID", "AKLT", WORD + "{43,50}", needs="partner"),
    # Yandex Cloud, "API keys".
    token("yandex-api-key", "Yandex Cloud API key", "AQVN", DASHED + "{35,38}"),
    # IBM Cloud, "Managing user API keys": 44 characters.
    named("ibm-cloud", "IBM Cloud API key", "ibmcloud_api_key ibm_cloud_api_key", DASHED + "{44}"),
    # DigitalOcean, "Personal access token": dop_v1_, doo_v1_ (OAuth), dor_v1_ (refresh) and 64 hexadecimal digits.
    token("digitalocean", "DigitalOcean token", ("dop_v1_", "doo_v1_", "dor_v1_"), HEX + "{64}"),
    # Linode, Hetzner, Scaleway, Vultr, OVHcloud, Exoscale: the environment variables of their command lines and providers.
    named("linode", "Linode token", "linode_token linode_cli_token", HEX + "{64}"),
    named("hetzner", "Hetzner Cloud token", "hcloud_token", WORD + "{64}"),
    named("scaleway", "Scaleway secret key", "scw_secret_key", UUID),
    named("vultr", "Vultr API key", "vultr_api_key", "[A-Z0-9]{36}"),
    named("ovh", "OVHcloud application secret", "ovh_application_secret ovh_consumer_key", WORD + "{32}"),
    token("exoscale", "Exoscale API key", "EXO", HEX + "{24,32}"),
    # Heroku, "Platform API: authentication": HRKU- since 2024, a UUID before.
    token("heroku", "Heroku API key", "HRKU-", "(?:AA" + DASHED + "{58}|" + UUID + ")"),
    named("heroku-uuid", "Heroku API key", "heroku_api_key heroku_api_token", UUID),
    # Cloudflare, "Token formats": cfk_, cfut_, cfat_, then 40 characters and a checksum; origin CA keys begin v1.0-. The old
    # tokens have 40 characters, the old global keys 37 hexadecimal digits.
    token("cloudflare", "Cloudflare API token", ("cfk_", "cfut_", "cfat_"), WORD + "{40}" + HEX + "{8}"),
    token("cloudflare-origin-ca", "Cloudflare origin CA key", "v1.0-", HEX + "{24}-" + HEX + "{146}"),
    named("cloudflare-token", "Cloudflare API token", "cloudflare_api_token cf_api_token", DASHED + "{40}", entropy=3.8),
    named("cloudflare-key", "Cloudflare global API key", "cloudflare_api_key cf_api_key cf_global_api_key", HEX + "{37}"),
    named("fastly", "Fastly API token", "fastly_api_token fastly_api_key fastly_key", DASHED + "{32}", entropy=3.8),
    # Fly.io, "Access tokens": macaroons. Render, "API": rnd_. Netlify, "Access tokens": nfp_. Vercel: vcp_ and its kin.
    token("fly", "Fly.io token", ("fm2_", "fm1r_"), "[A-Za-z0-9+/=,_-]{100,4000}"),
    token("fly-oauth", "Fly.io token", "fo1_", DASHED + "{43}"),
    token("render", "Render API key", "rnd_", WORD + "{28,40}"),
    token("netlify", "Netlify access token", ("nfp_", "nfc_", "nfo_", "nfu_"), WORD + "{36,40}"),
    token("vercel", "Vercel token", ("vcp_", "vca_", "vci_", "vcr_", "vck_"), WORD + "{56,60}"),
    token("scalingo", "Scalingo API token", "tk-us-", DASHED + "{48}"),
    # Databases. Supabase, "API keys": sb_secret_; "Management API": sbp_. Neon: napi_. PlanetScale, "Service tokens":
    # pscale_tkn_, passwords pscale_pw_. MongoDB Atlas, "Service accounts": mdb_sa_sk_. Aiven, "Service passwords": AVNS_.
    token("supabase-secret", "Supabase secret key", "sb_secret_", DASHED + "{31,36}"),
    token("supabase-management", "Supabase access token", "sbp_", "(?:oauth_|v0_)?" + HEX + "{40}"),
    token("neon", "Neon API key", "napi_", "[a-z0-9]{64}"),
    token(
        "planetscale", "PlanetScale token or password", ("pscale_tkn_", "pscale_pw_", "pscale_oauth_"), "[A-Za-z0-9_.=-]{32,64}"
    ),
    token("mongodb-atlas", "MongoDB Atlas service account secret", "mdb_sa_sk_", DASHED + "{40}"),
    token("aiven", "Aiven service password", "AVNS_", DASHED + "{19}"),
    token("cockroach", "CockroachDB Cloud API key", "CCDB1_", WORD + "{22}_" + WORD + "{40}"),
    token("elastic-cloud", "Elastic Cloud API key", "essu_", "[A-Za-z0-9+/=]{60,200}"),
    # Databricks, "Personal access tokens": dapi, 32 hexadecimal digits, perhaps a suffix; dose for OAuth secrets.
    token("databricks", "Databricks token", ("dapi", "dose"), HEX + "{32}(?:-[0-9]{1,2})?"),
    # HashiCorp. Vault, "Tokens": hvs. (service), hvb. (batch), hvr. (recovery), s. and 24 before 1.10. Terraform, "API
    # tokens": 14 characters, .atlasv1., 60 to 70.
    token("vault", "HashiCorp Vault token", ("hvs.", "hvb.", "hvr."), DASHED + "{24,300}"),
    named("vault-old", "HashiCorp Vault token", "vault_token vault_dev_root_token", r"s\." + WORD + "{24}"),
    named("vault-role", "HashiCorp Vault AppRole secret ID", "vault_secret_id vault_role_secret_id", UUID),
    Provider(
        "terraform-cloud", "HCP Terraform API token", (".atlasv1.",), WORD + r"{14}\.atlasv1\." + DASHED + "{60,70}", back=14
    ),
    named("consul", "HashiCorp Consul token", "consul_http_token", UUID),
    # Pulumi, "Access tokens": pul- and 40 hexadecimal digits. Infracost, "CLI": ico-. Scalr, Spacelift: JWT.
    token("pulumi", "Pulumi access token", "pul-", HEX + "{40}"),
    token("infracost", "Infracost API key", "ico-", WORD + "{32}"),
    # Secret managers. Doppler, "Auth token formats"; 1Password, "Service accounts": ops_ and a JSON object in base 64;
    # Bitwarden, "Access tokens"; Infisical, "Service tokens": st.
    token("doppler", "Doppler token", ("dp.pt.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."), WORD + "{40,44}"),
    token("doppler-service", "Doppler service token", "dp.st.", r"(?:[a-z0-9_-]{2,35}\.)?" + WORD + "{40,44}"),
    token("1password", "1Password service account token", "ops_eyJ", "[A-Za-z0-9+/_=-]{200,2000}"),
    token("1password-secret-key", "1Password secret key", "A3-", "[A-Z0-9]{6}-(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}", entropy=3.6),
    named("infisical", "Infisical service token", "infisical_token", r"st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}"),
    # age, "The age encryption format": the secret key is Bech32 with this prefix.
    token("age", "age secret key", "AGE-SECRET-KEY-1", "[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}", check="bech32"),
    # Networks. Tailscale, "Key prefixes"; ngrok; ZeroTier; Defined Networking: dnkey-.
    token(
        "tailscale",
        "Tailscale key",
        ("tskey-auth-", "tskey-api-", "tskey-client-", "tskey-scim-", "tskey-webhook-"),
        WORD + "{10,20}-" + WORD + "{30,40}",
    ),
    token("defined-networking", "Defined Networking API key", "dnkey-", "[a-z0-9=_-]{26}-[a-z0-9=_-]{52}"),
    named("ngrok", "ngrok token", "ngrok_authtoken ngrok_auth_token", "[0-9][A-Za-z0-9]{24,30}_[A-Za-z0-9]{20,24}"),
    # Backblaze B2, "Application keys": K00 and 28 of base 64.
    named("backblaze", "Backblaze application key", "b2_app_key b2_application_key", "K0[0-9]{2}[A-Za-z0-9/+]{27}"),
    # Akamai, "API credentials": akab- for the access and the client token.
    token("akamai", "Akamai EdgeGrid token", "akab-", "[a-z0-9]{16}-[a-z0-9]{16}"),
    # RunPod, "API keys"; Modal, "Token"; E2B, "API key".
    token("runpod", "RunPod API key", "rpa_", "[A-Z0-9]{40,50}[a-z0-9]{0,6}"),
    named("modal", "Modal token secret", "modal_token_secret token_secret", "as-" + WORD + "{22}", entropy=3.6),
    token("e2b", "E2B API key", "e2b_", HEX + "{40}"),
)
