"""Token formats of services that applications call: messages, payments, mail, monitoring, and more, from their docs."""

from __future__ import annotations

from .providers_row import DASHED, HEX, UUID, WORD, Provider, named, token

# EAA is what base 64 makes of two zero bytes, and stands in every blob by the hundred; a token stands behind one of these.
_BEFORE = ("'", '"', "=", " ", ":")

ROWS: tuple[Provider, ...] = (
    # Slack, "Token types" and "Sending messages using incoming webhooks".
    token("slack-bot", "Slack bot token", "xoxb-", r"[0-9]{8,15}-(?:[0-9]{8,15}-)?[A-Za-z0-9]{18,40}"),
    token("slack-user", "Slack user token", ("xoxp-", "xoxo-", "xoxs-"), "(?:[0-9]{8,15}-){2,3}[A-Za-z0-9]{8,64}"),
    token(
        "slack-legacy-workspace", "Slack workspace token", ("xoxa-", "xoxr-"), "(?:2-)?(?:[0-9]{8,15}-){1,3}[A-Za-z0-9]{20,64}"
    ),
    token(
        "slack-configuration", "Slack configuration token", ("xoxe.xoxp-", "xoxe.xoxb-", "xoxe-"), "[0-9]-" + WORD + "{140,200}"
    ),
    token("slack-app", "Slack app-level token", "xapp-", "[0-9]-A[A-Z0-9]{8,12}-[0-9]{10,15}-" + HEX + "{64}"),
    token("slack-client", "Slack client token", "xoxc-", "(?:[0-9]{8,15}-){2,3}" + HEX + "{64}"),
    token("slack-cookie", "Slack session cookie", "xoxd-", "[A-Za-z0-9%/+]{60,300}"),
    token("slack-webhook", "Slack webhook", "hooks.slack.com/services/", "T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{20,26}"),
    token(
        "slack-workflow",
        "Slack workflow webhook",
        ("hooks.slack.com/workflows/", "hooks.slack.com/triggers/"),
        "[A-Z0-9]{8,14}/[A-Z0-9]{8,24}/[A-Za-z0-9/]{20,60}",
    ),
    # Discord, "Webhook resource"; "Reference: authentication": a bot token is its user's id in base 64, a time, a MAC.
    token(
        "discord-webhook",
        "Discord webhook",
        ("discord.com/api/webhooks/", "discordapp.com/api/webhooks/"),
        r"[0-9]{17,20}/[A-Za-z0-9_-]{60,72}",
    ),
    named(
        "discord-bot",
        "Discord bot token",
        "discord_token discord_bot_token bot_token",
        r"[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}",
        check="discord",
    ),
    # Telegram, "Bot API: authorizing your bot": the bot's id, a colon, 35 characters that begin with AA.
    *(
        Provider("telegram-bot", "Telegram bot token", (":AA",), f"[0-9]{{{digits}}}:AA" + DASHED + "{33}", 3.6, back=digits)
        for digits in (8, 9, 10)
    ),
    # Microsoft Teams, "Create incoming webhooks"; Google Chat, "Build a webhook".
    token(
        "teams-webhook",
        "Microsoft Teams webhook",
        ".webhook.office.com/webhookb2/",
        UUID + "@" + UUID + "/IncomingWebhook/" + HEX + "{32}/" + UUID,
    ),
    token(
        "google-chat-webhook",
        "Google Chat webhook",
        "chat.googleapis.com/v1/spaces/",
        r"[A-Za-z0-9_-]{8,20}/messages\?key=[A-Za-z0-9_-]{39}&token=[A-Za-z0-9_%-]{40,60}",
    ),
    # Stripe, "API keys": sk_ (secret), rk_ (restricted), live or test; "Webhooks": whsec_. pk_ is publishable. Clerk, Paystack
    # and others have the same prefixes.
    token("stripe-live", "Stripe live secret key", ("sk_live_", "rk_live_"), WORD + "{24,250}", entropy=3.4),
    token("stripe-test", "Stripe test secret key", ("sk_test_", "rk_test_"), WORD + "{24,250}", entropy=3.4),
    token("stripe-webhook", "webhook signing secret", "whsec_", "[A-Za-z0-9+/]{32,88}={0,2}", entropy=3.6),
    # Square, "Access tokens"; PayPal and Braintree, "Credentials"; Plaid, "API keys"; Razorpay; Flutterwave; EasyPost; Shippo.
    token(
        "square-access", "Square access token", tuple(b + "EAAA" for b in _BEFORE), "[A-Za-z0-9+_=-]{60}", entropy=4.0, lead=1
    ),
    token("square-oauth-secret", "Square OAuth secret", "sq0csp-", DASHED + "{43}"),
    token("square-personal", "Square access token", "sq0atp-", DASHED + "{22}"),
    token("braintree", "Braintree access token", "access_token$production$", "[a-z0-9]{16}[$]" + HEX + "{32}"),
    named("paypal", "PayPal client secret", "paypal_client_secret paypal_secret", "E" + DASHED + "{79}", entropy=4.0),
    token("plaid-access", "Plaid access token", ("access-sandbox-", "access-development-", "access-production-"), UUID),
    named("plaid-secret", "Plaid secret", "plaid_secret", HEX + "{30}"),
    named("razorpay", "Razorpay key secret", "razorpay_key_secret razorpay_secret", WORD + "{24}", entropy=3.6),
    token("flutterwave", "Flutterwave secret key", ("FLWSECK-", "FLWSECK_TEST-"), HEX + "{32}-X"),
    token("easypost", "EasyPost API key", ("EZAK", "EZTK"), WORD + "{54}"),
    token("shippo", "Shippo token", ("shippo_live_", "shippo_test_"), HEX + "{40}"),
    token("duffel", "Duffel token", ("duffel_live_", "duffel_test_"), DASHED + "{43}"),
    token(
        "paddle", "Paddle API key", ("pdl_live_apikey_", "pdl_sdbx_apikey_"), "[a-z0-9]{26}_" + WORD + "{22}_" + WORD + "{3}"
    ),
    token("ramp", "Ramp client secret", "ramp_sec_", WORD + "{48}"),
    token("brex", "Brex token", "bxt_", WORD + "{40,}"),
    token(
        "adyen",
        "Adyen API key",
        "AQE",
        "[a-z0-9]{2}[A-Za-z0-9+/=]{90,}-[A-Za-z0-9+/=]{40,}-" + "[^\\s\"'`]{16}",
        certainty="keyword",
    ),
    named("mollie", "Mollie API key", "mollie_api_key mollie_key", "(?:live|test)_" + WORD + "{30}"),
    named(
        "gocardless",
        "GoCardless access token",
        "gocardless_access_token gc_access_token",
        "(?:live|sandbox)_" + DASHED + "{40}",
    ),
    # Shopify, "Access tokens": shpat_ (admin), shpca_ (custom app), shppa_ (private app), shpss_ (app secret), shpua_ (user).
    token("shopify", "Shopify token", ("shpat_", "shpca_", "shppa_", "shpss_", "shpua_"), "[0-9a-fA-F]{32}"),
    # Twilio, "API keys" and "Auth token"; SendGrid, "API keys": SG., 22, a full stop, 43.
    named("twilio-auth-token", "Twilio auth token", "twilio_auth_token twilio_token", HEX + "{32}"),
    named("twilio-api-secret", "Twilio API key secret", "twilio_api_secret twilio_api_key_secret", WORD + "{32}", entropy=3.6),
    named("twilio-api-key", "Twilio API key", "twilio_api_key", "SK" + HEX + "{32}"),
    token("sendgrid", "SendGrid API key", "SG.", DASHED + r"{22}\." + DASHED + "{43}"),
    # Mailgun, "API keys"; Mailchimp, "API keys": 32 hexadecimal digits and the data centre; Mandrill; Brevo; Resend; Postmark.
    token("mailgun", "Mailgun API key", "key-", HEX + "{32}"),
    named("mailgun-new", "Mailgun API key", "mailgun_api_key mailgun_key", HEX + "{32}-" + HEX + "{8}-" + HEX + "{8}"),
    *(
        Provider("mailchimp", "Mailchimp API key", ("-us" + digit,), HEX + "{32}-us" + digit + "[0-9]?", back=32)
        for digit in "123456789"
    ),
    named("mandrill", "Mandrill API key", "mandrill_api_key mandrill_key", "(?:md-)?" + DASHED + "{22}", entropy=3.4),
    token("brevo", "Brevo API key", ("xkeysib-", "xsmtpsib-"), HEX + "{64}-" + WORD + "{16}"),
    token("resend", "Resend API key", tuple(b + "re_" for b in _BEFORE), "[A-Za-z0-9]{8}_[A-Za-z0-9]{24}", entropy=3.8, lead=1),
    named("postmark", "Postmark server token", "postmark_server_token postmark_api_token postmark_token", UUID),
    token("mailersend", "MailerSend token", "mlsn.", HEX + "{64}"),
    named("sparkpost", "SparkPost API key", "sparkpost_api_key", HEX + "{40}"),
    # MessageBird, Vonage, Telnyx, Sinch: "Authentication".
    token("telnyx", "Telnyx API key", "KEY0", "[0-9A-F]{31}_" + WORD + "{22}"),
    named("vonage", "Vonage API secret", "vonage_api_secret nexmo_api_secret", WORD + "{16}", entropy=3.0),
    named("messagebird", "MessageBird access key", "messagebird_access_key messagebird_api_key", WORD + "{25}", entropy=3.4),
    # Datadog, "API and application keys": 32 and 40 hexadecimal digits. New Relic, "API keys": NRAK- (user), NRII-, NRIQ-
    # (insights), NRAL at the end of a licence key. Browser keys NRJS- are public.
    named("datadog-api", "Datadog API key", "dd_api_key datadog_api_key", HEX + "{32}"),
    named(
        "datadog-app",
        "Datadog application key",
        "dd_app_key dd_application_key datadog_app_key datadog_application_key",
        HEX + "{40}",
    ),
    token("newrelic-user", "New Relic user key", "NRAK-", "[A-Z0-9]{27}"),
    token("newrelic-insights", "New Relic insights key", ("NRII-", "NRIQ-", "NRIK-"), DASHED + "{32}"),
    Provider(
        "newrelic-licence",
        "New Relic licence key",
        ("NRAL",),
        "(?:" + HEX + "{36}|[a-z]{2}[0-9]{2}xx" + HEX + "{30})NRAL",
        back=36,
    ),
    # Sentry, "Auth tokens": sntrys_ (organisation), sntryu_ (user). A DSN is public.
    token("sentry-organisation", "Sentry organisation token", "sntrys_", "eyJ[A-Za-z0-9+/=_-]{80,400}"),
    token("sentry-user", "Sentry user token", "sntryu_", HEX + "{64}"),
    # Grafana, "Service accounts" (32 characters and a CRC-32), "Access policies" (glc_ and a JSON object in base 64).
    token("grafana-service-account", "Grafana service account token", "glsa_", WORD + "{32}_[0-9A-Fa-f]{8}", check="grafana"),
    token("grafana-cloud", "Grafana Cloud token", "glc_", "eyJ[A-Za-z0-9+/=]{60,400}"),
    token("grafana-legacy", "Grafana API key", "eyJrIjoi", "[A-Za-z0-9+/=]{60,400}", check="grafana-legacy"),
    # PagerDuty, Opsgenie, Rollbar, Splunk, Elastic, Logz.io, Loggly: "API access". Dynatrace, "Access tokens": dt0c01. and kin.
    named(
        "pagerduty",
        "PagerDuty API key",
        "pagerduty_api_key pagerduty_token pagerduty_api_token",
        "(?:u[+_])?" + DASHED + "{18,20}",
        entropy=3.2,
    ),
    named("opsgenie", "Opsgenie API key", "opsgenie_api_key", UUID),
    named("rollbar", "Rollbar access token", "rollbar_access_token rollbar_server_token", HEX + "{32}"),
    named("splunk-hec", "Splunk HTTP event collector token", "splunk_hec_token splunk_token hec_token", UUID),
    token(
        "dynatrace",
        "Dynatrace token",
        ("dt0c01.", "dt0s01.", "dt0s02.", "dt0s06.", "dt0s08.", "dt0s16."),
        r"[A-Z0-9-]{8,24}\.[A-Z0-9]{64}",
    ),
    token("honeycomb", "Honeycomb key", ("hcaik_", "hcxik_", "hcalk_", "hcxlk_"), WORD + "{58}"),
    token("posthog", "PostHog personal API key", ("phx_", "phs_"), WORD + "{40,50}"),
    token("checkly", "Checkly API key", "cu_", HEX + "{32}"),
    # LaunchDarkly, "SDK keys": sdk- (server), api-; mob- and client ids are public.
    token("launchdarkly", "LaunchDarkly key", ("sdk-", "api-"), UUID),
    token("segment", "Segment public API token", "sgp_", WORD + "{64}"),
    # Linear, "API"; Notion, "Authorization": secret_ before September 2024, ntn_ since; Airtable, Asana, Trello, ClickUp.
    token("linear-api", "Linear API key", "lin_api_", WORD + "{40}"),
    token("linear-oauth", "Linear OAuth token", "lin_oauth_", WORD + "{64}"),
    token("notion", "Notion integration token", "ntn_", "[0-9]{8,12}" + WORD + "{34,38}"),
    token("notion-old", "Notion integration token", "secret_", WORD + "{43}", entropy=4.0),
    named(
        "airtable",
        "Airtable personal access token",
        "airtable_api_key airtable_token airtable_pat airtable_access_token",
        r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}",
    ),
    named("airtable-old", "Airtable API key", "airtable_api_key", "key" + WORD + "{14}", entropy=3.0),
    named(
        "asana",
        "Asana token",
        "asana_token asana_access_token asana_pat",
        "[0-9]/[0-9]{10,20}(?:/[0-9]{10,20})?:" + HEX + "{32}",
    ),
    token("trello", "Trello token", "ATTA", HEX + "{64}" + WORD + "{8}"),
    named("clickup", "ClickUp token", "clickup_token clickup_api_token clickup_api_key", "pk_[0-9]{5,10}_[A-Z0-9]{32}"),
    named("zendesk", "Zendesk API token", "zendesk_api_token zendesk_token", WORD + "{40}", entropy=3.8),
    named("intercom", "Intercom access token", "intercom_access_token intercom_token", "dG9rO[A-Za-z0-9=]{50,60}"),
    token("typeform", "Typeform token", "tfp_", DASHED + "{40,59}"),
    token("hubspot", "HubSpot private app token", ("pat-na1-", "pat-na2-", "pat-na3-", "pat-eu1-", "pat-ap1-"), UUID),
    Provider("salesforce", "Salesforce session id", ("!AQ",), r"00D[A-Za-z0-9]{12}!AQ[A-Za-z0-9._]{80,110}", back=15),
    token(
        "zapier-webhook",
        "Zapier webhook",
        "hooks.zapier.com/hooks/catch/",
        "[0-9]{4,12}/[A-Za-z0-9]{5,12}",
        certainty="keyword",
        entropy=2.0,
    ),
    token("zoho", "Zoho token", "1000.", HEX + r"{32}\." + HEX + "{32}"),
    # Okta, "Create an API token": 00 and 40; the header says SSWS. Auth0, Clerk, WorkOS: "API keys". Persona: "API keys".
    token("okta-header", "Okta API token", "SSWS ", "(00" + DASHED + "{40})"),
    named("okta", "Okta API token", "okta_api_token okta_token okta_client_token", "00" + DASHED + "{40}"),
    named("auth0", "Auth0 client secret", "auth0_client_secret", DASHED + "{64}", entropy=4.2),
    token("persona", "Persona API key", ("persona_production_", "persona_sandbox_"), UUID),
    # Mapbox, "Access tokens": sk. is secret, pk. public. Algolia, "API keys". Contentful, "Authentication": CFPAT-. Cloudinary.
    token("mapbox", "Mapbox secret token", "sk.eyJ", r"[A-Za-z0-9_-]{40,200}\.[A-Za-z0-9_-]{20,30}"),
    named(
        "algolia",
        "Algolia admin API key",
        "algolia_admin_api_key algolia_admin_key algolia_write_key algolia_api_key",
        HEX + "{32}",
    ),
    token("contentful", "Contentful personal access token", "CFPAT-", DASHED + "{43}"),
    token("cloudinary", "Cloudinary API secret", "cloudinary://", "[0-9]{12,18}:([A-Za-z0-9_-]{27})@"),
    named("imagekit", "ImageKit private key", "imagekit_private_key", "private_[A-Za-z0-9+/=]{20,60}"),
    Provider("maxmind", "MaxMind licence key", ("_mmk",), WORD + "{6}_" + WORD + "{29}_mmk", back=36),
    named("virustotal", "VirusTotal API key", "virustotal_api_key vt_api_key", HEX + "{64}"),
    named("shodan", "Shodan API key", "shodan_api_key", WORD + "{32}", entropy=3.6),
    # Meta, "Access tokens": EAA. X, "Bearer token": begins with 20 A. LinkedIn, Instagram, Twitch, Spotify: by name.
    token(
        "facebook-access",
        "Facebook access token",
        tuple(b + "EAA" for b in _BEFORE),
        "[A-Z][A-Za-z0-9]{100,400}",
        entropy=4.0,
        lead=1,
    ),
    named(
        "facebook-secret",
        "Facebook app secret",
        "facebook_app_secret facebook_secret fb_app_secret facebook_client_secret",
        HEX + "{32}",
    ),
    token(
        "x-bearer",
        "X bearer token",
        tuple(b + "A" * 20 for b in _BEFORE),
        "A{0,4}[A-Za-z0-9]{6,12}[A-Za-z0-9%]{60,100}",
        entropy=3.6,
        lead=1,
    ),
    named("x-consumer-secret", "X API secret", "twitter_consumer_secret twitter_api_secret", WORD + "{50}", entropy=4.0),
    named(
        "x-access-secret",
        "X access token secret",
        "twitter_access_token_secret twitter_access_secret",
        WORD + "{45}",
        entropy=4.0,
    ),
    named(
        "linkedin",
        "LinkedIn client secret",
        "linkedin_client_secret linkedin_secret",
        "(?:WPL_AP[01]\\.)?[A-Za-z0-9.=+/]{16,40}",
        certainty="keyword",
        entropy=3.4,
    ),
    named("twitch", "Twitch client secret", "twitch_client_secret twitch_secret", "[a-z0-9]{30}", entropy=3.4),
    named("spotify", "Spotify client secret", "spotify_client_secret spotify_secret", HEX + "{32}"),
    named("pusher", "Pusher secret", "pusher_app_secret pusher_secret", HEX + "{20}"),
    token("onesignal", "OneSignal API key", ("os_v2_app_", "os_v2_org_"), "[a-z2-7]{103}"),
    token("dropbox", "Dropbox access token", ("sl.B", "sl.u."), DASHED + "{130,1400}", entropy=4.0),
    named("dropbox-secret", "Dropbox app secret", "dropbox_app_secret dropbox_secret", "[a-z0-9]{15}", entropy=2.8),
    token("apify", "Apify API token", "apify_api_", WORD + "{36}"),
    token("wakatime", "WakaTime API key", "waka_", UUID),
    token("lichess", "Lichess token", "lip_", WORD + "{20}", entropy=3.4),
    token("nylas", "Nylas API key", "nyk_v0_", WORD + "{60,70}"),
    token("adobe", "Adobe client secret", "p8e-", DASHED + "{32}"),
)
