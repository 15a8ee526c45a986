"""Calls that open a connection to the address they are given, and the names that addresses have. Data: regular expressions.

A call is matched by the text of what is called without blanks: `axios.get`, `newWebSocket`, `Net::HTTP.get`.
"""

from __future__ import annotations

_METHODS = r"(?:get|post|put|patch|delete|head|options|request|stream)"

_SCRIPT: tuple[str, ...] = (
    r"(?:window\.|globalThis\.|self\.)?fetch",
    rf"(?:axios|ky|got|superagent|needle|\$http|this\.http|this\.httpClient|this\.\$http)(?:\.(?:{_METHODS}|create|extend))?",
    r"(?:\$|jQuery)\.(?:get|post|ajax|getJSON)",
    r"https?\.(?:get|request)",
    r"new(?:WebSocket|EventSource|ReconnectingWebSocket|MongoClient|Redis|IORedis|Sequelize|HttpLink|ApolloClient|Kafka|Pool)",
    r"(?:xhr|req|request|xmlhttp|xmlHttp|http)\.open",
    r"(?:mongoose|MongoClient|amqp|amqplib|nats|mqtt|io)\.connect|mongoose\.createConnection|io",
    r"(?:redis\.)?createClient|mysql2?\.(?:createConnection|createPool)|createHttpLink",
)
_PYTHON: tuple[str, ...] = (
    rf"(?:requests|httpx)\.{_METHODS}|httpx\.(?:Client|AsyncClient)|(?:urllib\.request\.|request\.)?urlopen|urllib\.request\.Request",
    r"(?:sqlalchemy\.|sa\.)?create_(?:async_)?engine|(?:psycopg2?|pymysql|MySQLdb|mysql\.connector|asyncpg|aio_pika|pyodbc)\.connect",
    r"(?:asyncpg|aiomysql)\.create_pool|(?:pymongo\.)?MongoClient|(?:motor\.motor_asyncio\.)?AsyncIOMotorClient",
    r"(?:redis\.(?:asyncio\.)?)?(?:Redis|StrictRedis)(?:\.from_url)?|redis\.(?:asyncio\.)?from_url",
    r"pika\.(?:ConnectionParameters|URLParameters)|Kafka(?:Producer|Consumer)|Elasticsearch|grpc\.(?:aio\.)?insecure_channel",
    r"websockets?\.(?:connect|create_connection|WebSocketApp)|smtplib\.SMTP|xmlrpc\.client\.ServerProxy|ServerProxy",
)
_GO: tuple[str, ...] = (
    r"http\.(?:Get|Post|PostForm|Head|NewRequest|NewRequestWithContext)|grpc\.(?:Dial|DialContext|NewClient)|sql(?:x)?\.Open",
    r"pgx(?:pool)?\.(?:Connect|New)|redis\.(?:NewClient|ParseURL)|amqp\.Dial|nats\.Connect|(?:postgres|mysql)\.Open",
    r"options\.Client\(\)\.ApplyURI|websocket\.(?:DefaultDialer\.)?Dial",
)
_RUBY: tuple[str, ...] = (
    rf"Net::HTTP(?:\.(?:{_METHODS}|start|new|get_response|post_form|get_print))?|HTTParty\.{_METHODS}|RestClient\.{_METHODS}",
    rf"Faraday\.(?:new|{_METHODS})|URI\.open|Redis\.new|Mongo::Client\.new|PG\.connect|Bunny\.new|Excon\.(?:new|{_METHODS})",
)
_PHP: tuple[str, ...] = (
    r"curl_init|file_get_contents|new\\?PDO|mysqli_connect|new\\?mysqli|new\\?(?:GuzzleHttp\\)?Client",
    r"Http::(?:get|post|put|patch|delete|baseUrl)",
)
_JVM_AND_DOTNET: tuple[str, ...] = (
    r"(?:\w+\.)?(?:restTemplate|rest)\.\w+|WebClient\.create|(?:\w|[().])+\.(?:baseUrl|uri)|DriverManager\.getConnection",
    r"new(?:Jedis|HttpGet|HttpPost|HttpPut|HttpDelete)|MongoClients\.create|Jsoup\.connect|HttpRequest\.newBuilder",
    r"[\w.]+\.(?:GetAsync|PostAsync|PutAsync|DeleteAsync|GetStringAsync|GetFromJsonAsync|PostAsJsonAsync)",
    r"GrpcChannel\.ForAddress|ConnectionMultiplexer\.Connect(?:Async)?|new(?:SqlConnection|NpgsqlConnection)",
)
_RUST: tuple[str, ...] = (r"reqwest::(?:blocking::)?get|(?:\w+::)*(?:PgPool|MySqlPool)::connect(?:_lazy)?|redis::Client::open",)

CONNECTS: tuple[str, ...] = (*_SCRIPT, *_PYTHON, *_GO, *_RUBY, *_PHP, *_JVM_AND_DOTNET, *_RUST)

# What only makes an address of a text: its caller is what counts. With the text as the first argument.
WRAPS: tuple[str, ...] = (
    r"(?:new)?(?:URL|Uri|URI)(?:\.(?:create|parse|new|join))?|url\.Parse|String\.format|fmt\.Sprintf|Url::parse|Request|newRequest",
    r"[\w.]*\.(?:into|to_string|toString|format|strip|rstrip|concat|openConnection|unwrap|expect)|String\.valueOf|String::from",
)

# What reads a setting, whose default the text is.
READS_A_SETTING: str = (
    r"(?i)(?:^|[.:>_])(?:getenv|environ|env|getproperty|lookupenv|getenvordefault|get_?env\w*|env\w*|config|fetch_env|option|get"
    r"|setdefault|fetch|getordefault|unwrap_or|unwrap_or_else|unwrap_or_default|or_else|orelse|default)\w*$"
)

# The words of a name that holds an address, and the keys and parameters that take one.
ADDRESS_WORDS: frozenset[str] = frozenset("url uri host hostname endpoint api server base backend baseurl dsn".split())
ADDRESS_KEYS: frozenset[str] = frozenset(
    "url uri baseurl base_url baseuri base_uri host hostname endpoint brokers bootstrap_servers bootstrapservers connectionstring"
    " addr address socket server broker node nodes hosts dsn conninfo".split()
)

# Words of a path, or of a function's, a class's or a constant's name, that say: not what is deployed.
NOT_DEPLOYED: frozenset[str] = frozenset(
    "test tests testing tester spec specs e2e dev devel develop development developer local localhost mock mocks stub stubs fake"
    " fixture fixtures example examples sample samples demo demos doc docs documentation storybook stories cypress playwright"
    " script scripts tool tools bench benchmark benchmarks perf load seed seeds seeder seeders migrations migrate vendor"
    " node_modules third_party healthcheck healthchecks health probe debug default defaults tutorial tutorials sandbox playground"
    " detox maestro locust locustfile integration smoke testdata testutil testutils testlib selenium puppeteer template templates"
    " boilerplate setup ci cli docker desktop electron tauri agent agents gulpfile gruntfile webpack vite vitest jest karma rollup proxy emulator simulator codegen generated".split()
)
# Ports of helpers that are meant to run beside the program: Dapr, the OpenTelemetry collector, agents of Datadog and X-Ray, the
# extensions of AWS Lambda.
SIDECARS: tuple[str, ...] = ("3500", "50001", "4317", "4318", "8126", "2000", "2773", "9001")
# Words of a name whose address a program gives away and does not ask: where a browser comes back to.
GIVEN_AWAY: frozenset[str] = frozenset("redirect callback return fallback dummy origin allowed referer referrer cors".split())
# Names of files that configure: what they hold are defaults as often as not.
CONFIGURES: frozenset[str] = frozenset(
    "config configs configuration settings setting environment environments env constants".split()
)
