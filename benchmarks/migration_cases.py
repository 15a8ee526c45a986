"""Schema changes that keep people out of a table or break the code that runs, in the forms that they are written in.

`documented` names the pages that tell of them: squawk's rules and the headings of strong_migrations' README. A form is the
body of a migration, or a list of bodies where it takes several. All are written for a shop with orders and coupons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Union

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Form = Union[str, list[str]]  # noqa: UP007 (evaluated by Python 3.9's typing in NamedTuple)


class Documented(NamedTuple):
    """An operation: who documents it, its unsafe forms, the safe ones, by language; and the database that it is judged for."""

    title: str
    documented: tuple[str, ...]
    bad: Mapping[str, Sequence[Form]]
    good: Mapping[str, Sequence[Form]]
    database: str = "postgres:17.6"


_ALONE = "disable_ddl_transaction!\n---\n"
_AUTOCOMMIT = "with op.get_context().autocommit_block():\n    "

OPERATIONS: tuple[Documented, ...] = (
    Documented(
        "drop a column",
        ("ban-drop-column", "Removing a column"),
        {
            "sql": ["ALTER TABLE orders DROP COLUMN note;", "ALTER TABLE shop.orders DROP IF EXISTS note CASCADE;"],
            "rails": [
                "remove_column :orders, :note",
                "remove_column :orders, :note, :string",
                "remove_columns :orders, :note, :total",
                "change_table(:orders) { |t| t.remove :note }",
                "execute 'ALTER TABLE orders DROP COLUMN note'",
            ],
            "django": ["migrations.RemoveField('order', 'note')", "migrations.RemoveField(model_name='order', name='note'),"],
            "alembic": [
                "op.drop_column('orders', 'note')",
                "with op.batch_alter_table('orders') as batch:\n    batch.drop_column('note')",
                "op.execute('ALTER TABLE orders DROP COLUMN note')",
            ],
        },
        {
            "sql": ["ALTER TABLE orders DROP COLUMN gone_from_the_code;"],
            "rails": ["safety_assured { remove_column :orders, :note }", "remove_column :orders, :gone_from_the_code"],
            "django": ["migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField('order', 'note')])"],
            "alembic": ["op.drop_column('orders', 'gone_from_the_code')"],
        },
    ),
    Documented(
        "drop a table",
        ("ban-drop-table",),
        {
            "sql": ["DROP TABLE coupons;", "DROP TABLE IF EXISTS shop.coupons CASCADE;"],
            "rails": ["drop_table :coupons", "drop_table(:coupons) { |t| t.string :code }"],
            "django": ["migrations.DeleteModel('Coupon')", "migrations.DeleteModel(name='Coupon'),"],
            "alembic": ["op.drop_table('coupons')", "op.execute('DROP TABLE coupons')"],
        },
        {
            "sql": ["DROP TABLE nobody_asks_it;", "CREATE TEMPORARY TABLE copies (id int); DROP TABLE copies;"],
            "rails": ["drop_table :nobody_asks_it"],
            "django": ["migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel('Coupon')])"],
            "alembic": ["op.drop_table('nobody_asks_it')"],
        },
    ),
    Documented(
        "drop a database",
        ("ban-drop-database",),
        {
            "sql": ["DROP DATABASE shop;", "DROP DATABASE IF EXISTS shop;"],
            "rails": ["execute 'DROP DATABASE shop'"],
            "django": ["migrations.RunSQL('DROP DATABASE shop')"],
            "alembic": ["op.execute('DROP DATABASE shop')"],
        },
        {"sql": ["CREATE DATABASE shop;"]},
    ),
    Documented(
        "change a column's type",
        ("changing-column-type", "Changing the type of a column"),
        {
            "sql": [
                "ALTER TABLE orders ALTER COLUMN total TYPE bigint;",
                "ALTER TABLE orders ALTER total SET DATA TYPE bigint USING total::bigint;",
            ],
            "rails": [
                "change_column :orders, :total, :bigint",
                "change_table(:orders) { |t| t.change :total, :bigint }",
                "execute 'ALTER TABLE orders ALTER COLUMN total TYPE bigint'",
            ],
            "django": ["migrations.AlterField('order', 'total', models.BigIntegerField(null=True))"],
            "alembic": [
                "op.alter_column('orders', 'total', existing_type=sa.Integer(), type_=sa.BigInteger())",
                "op.alter_column('orders', 'note', existing_type=sa.String(80), type_=sa.String(20))",
                "with op.batch_alter_table('orders') as batch:\n    batch.alter_column('total', type_=sa.BigInteger())",
            ],
        },
        {
            "sql": ["ALTER TABLE orders ADD COLUMN total_cents bigint;"],
            "rails": ["add_column :orders, :total_cents, :bigint"],
            "django": [
                "migrations.AddField('order', 'total_cents', models.BigIntegerField(null=True))",
                "migrations.AlterField('order', 'note', models.CharField(max_length=200, null=True))",
                "migrations.AlterField('order', 'note', models.TextField(null=True))",
            ],
            "alembic": [
                "op.add_column('orders', sa.Column('total_cents', sa.BigInteger()))",
                "op.alter_column('orders', 'note', existing_type=sa.String(80), type_=sa.String(200))",
                "op.alter_column('orders', 'note', existing_type=sa.String(80), type_=sa.Text())",
            ],
        },
    ),
    Documented(
        "rename a column",
        ("renaming-column", "Renaming a column"),
        {
            "sql": ["ALTER TABLE orders RENAME COLUMN note TO remark;", "ALTER TABLE orders RENAME note TO remark;"],
            "rails": ["rename_column :orders, :note, :remark", "change_table(:orders) { |t| t.rename :note, :remark }"],
            "django": ["migrations.RenameField('order', 'note', 'remark')"],
            "alembic": ["op.alter_column('orders', 'note', new_column_name='remark')"],
        },
        {
            "sql": ["ALTER TABLE orders ADD COLUMN remark text;"],
            "rails": ["add_column :orders, :remark, :string"],
            "django": [
                "migrations.SeparateDatabaseAndState(state_operations=[migrations.RenameField('order', 'note', 'remark')])",
                "migrations.AddField('order', 'remark', models.TextField(null=True))",
            ],
            "alembic": ["op.add_column('orders', sa.Column('remark', sa.String()))"],
        },
    ),
    Documented(
        "rename a table",
        ("renaming-table", "Renaming a table"),
        {
            "sql": ["ALTER TABLE orders RENAME TO purchases;", "ALTER TABLE orders SET SCHEMA archive;"],
            "rails": ["rename_table :orders, :purchases"],
            "django": ["migrations.RenameModel('Order', 'Purchase')", "migrations.AlterModelTable('order', 'purchases')"],
            "alembic": ["op.rename_table('orders', 'purchases')"],
        },
        {
            "sql": ["CREATE TABLE purchases (id bigint PRIMARY KEY);", "CREATE VIEW purchases AS SELECT * FROM orders;"],
            "rails": ["create_table :purchases do |t|\n  t.string :note, null: false\n  t.timestamps\nend"],
            "django": ["migrations.CreateModel('Purchase', fields=[('note', models.TextField())])"],
            "alembic": ["op.create_table('purchases', sa.Column('note', sa.Text(), nullable=False))"],
        },
    ),
    Documented(
        "make a table anew",
        ("Creating a table with the force option",),
        {"rails": ["create_table :orders, force: true do |t|\n  t.string :note\nend", "create_table :orders, force: :cascade"]},
        {"rails": ["create_table :purchases do |t|\n  t.string :note\nend", "create_table :purchases, if_not_exists: true"]},
    ),
    Documented(
        "add a numbered column",
        ("adding-serial-primary-key-field", "Adding an auto-incrementing column"),
        {
            "sql": [
                "ALTER TABLE orders ADD COLUMN id serial PRIMARY KEY;",
                "ALTER TABLE orders ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;",
                "ALTER TABLE orders ADD PRIMARY KEY (number);",
            ],
            "rails": ["add_column :orders, :id, :primary_key", "add_column :orders, :number, :bigserial"],
            "django": ["migrations.AddField('order', 'id', models.BigAutoField(primary_key=True))"],
            "alembic": [
                "op.add_column('orders', sa.Column('number', sa.BigInteger(), sa.Identity()))",
                "op.create_primary_key('orders_pkey', 'orders', ['number'])",
            ],
        },
        {
            "sql": [
                "ALTER TABLE orders ADD COLUMN number bigint;",
                [
                    "CREATE UNIQUE INDEX CONCURRENTLY orders_number ON orders (number);",
                    "ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_number;",
                ],
            ],
            "rails": ["add_column :orders, :number, :bigint"],
            "django": ["migrations.AddField('order', 'number', models.BigIntegerField(null=True))"],
            "alembic": ["op.add_column('orders', sa.Column('number', sa.BigInteger()))"],
        },
    ),
    Documented(
        "add a stored generated column",
        ("adding-field-with-default", "Adding a stored generated column"),
        {
            "sql": ["ALTER TABLE orders ADD COLUMN gross int GENERATED ALWAYS AS (total * 2) STORED;"],
            "rails": ["add_column :orders, :gross, :virtual, type: :integer, as: 'total * 2', stored: true"],
            "django": [
                (
                    "migrations.AddField('order', 'gross', models.GeneratedField(expression=models.F('total') * 2,"
                    " output_field=models.IntegerField(), db_persist=True))"
                )
            ],
            "alembic": ["op.add_column('orders', sa.Column('gross', sa.Integer(), sa.Computed('total * 2', persisted=True)))"],
        },
        {
            "sql": [
                (
                    "ALTER TABLE orders ADD COLUMN gross int;\n"
                    "CREATE FUNCTION fill() RETURNS trigger AS $$ BEGIN NEW.gross := NEW.total * 2; RETURN NEW; END $$\n"
                    "LANGUAGE plpgsql;\n"
                    "CREATE TRIGGER fills BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION fill();"
                )
            ],
            "rails": ["add_column :orders, :gross, :integer"],
            "django": ["migrations.AddField('order', 'gross', models.IntegerField(null=True))"],
            "alembic": ["op.add_column('orders', sa.Column('gross', sa.Integer()))"],
        },
    ),
    Documented(
        "add a column with a default of its own for each row",
        ("adding-field-with-default", "Adding a column with a volatile default value"),
        {
            "sql": [
                "ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();",
                "ALTER TABLE orders ADD COLUMN draw double precision NOT NULL DEFAULT random();",
            ],
            "rails": [
                'add_column :orders, :token, :uuid, default: "gen_random_uuid()"',
                'add_column :orders, :token, :uuid, default: -> { "gen_random_uuid()" }',
            ],
            "django": [
                "migrations.AddField('order', 'token', models.UUIDField(db_default=RandomUUID()))",
                "migrations.RunSQL('ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid()')",
            ],
            "alembic": [
                "op.add_column('orders', sa.Column('token', sa.UUID(), server_default=sa.text('gen_random_uuid()')))",
                "op.add_column('orders', sa.Column('token', sa.UUID(), server_default=sa.func.gen_random_uuid()))",
            ],
        },
        {
            "sql": [
                "ALTER TABLE orders ADD COLUMN total_cents int NOT NULL DEFAULT 10;",
                "ALTER TABLE orders ADD COLUMN seen timestamptz DEFAULT now();",
                "ALTER TABLE orders ADD token uuid; ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();",
            ],
            "rails": [
                "add_column :orders, :paid, :boolean, null: false, default: false",
                "add_column :orders, :token, :uuid\nchange_column_default :orders, :token, from: nil, to: 'gen_random_uuid()'",
            ],
            "django": ["migrations.AddField('order', 'paid', models.BooleanField(db_default=False))"],
            "alembic": [
                "op.add_column('orders', sa.Column('paid', sa.Boolean(), nullable=False, server_default=sa.false()))",
                (
                    "op.add_column('orders', sa.Column('token', sa.UUID()))\n"
                    "op.alter_column('orders', 'token', server_default=sa.text('gen_random_uuid()'))"
                ),
            ],
        },
    ),
    Documented(
        "add a column that has to be given",
        ("adding-required-field",),
        {
            "sql": ["ALTER TABLE orders ADD COLUMN paid boolean NOT NULL;", "ALTER TABLE orders ADD paid boolean NOT NULL;"],
            "rails": [
                "add_column :orders, :paid, :boolean, null: false",
                "change_table(:orders) { |t| t.boolean :paid, null: false }",
            ],
            "django": [
                "migrations.AddField('order', 'paid', models.BooleanField())",
                "migrations.AddField('order', 'paid', models.BooleanField(default=False))",
            ],
            "alembic": ["op.add_column('orders', sa.Column('paid', sa.Boolean(), nullable=False))"],
        },
        {
            "sql": [
                "ALTER TABLE orders ADD COLUMN paid boolean;",
                "ALTER TABLE orders ADD COLUMN paid boolean NOT NULL DEFAULT false;",
            ],
            "rails": ["add_column :orders, :paid, :boolean", "change_table(:orders) { |t| t.boolean :paid }"],
            "django": ["migrations.AddField('order', 'paid', models.BooleanField(null=True))"],
            "alembic": ["op.add_column('orders', sa.Column('paid', sa.Boolean(), nullable=True))"],
        },
    ),
    Documented(
        "forbid NULL",
        ("adding-not-nullable-field", "Setting NOT NULL on an existing column"),
        {
            "sql": ["ALTER TABLE orders ALTER COLUMN note SET NOT NULL;", "ALTER TABLE orders ALTER note SET NOT NULL;"],
            "rails": ["change_column_null :orders, :note, false", "change_table(:orders) { |t| t.change_null :note, false }"],
            "django": ["migrations.AlterField('order', 'note', models.CharField(max_length=80))"],
            "alembic": [
                "op.alter_column('orders', 'note', existing_type=sa.String(80), nullable=False)",
                "with op.batch_alter_table('orders') as batch:\n    batch.alter_column('note', nullable=False)",
            ],
        },
        {
            "sql": [
                (
                    "ALTER TABLE orders ADD CONSTRAINT noted CHECK (note IS NOT NULL) NOT VALID;\n"
                    "ALTER TABLE orders VALIDATE CONSTRAINT noted;\nALTER TABLE orders ALTER COLUMN note SET NOT NULL;"
                ),
                [
                    "ALTER TABLE orders ADD CONSTRAINT noted CHECK (note IS NOT NULL) NOT VALID;",
                    "ALTER TABLE orders VALIDATE CONSTRAINT noted;",
                    "ALTER TABLE orders ALTER COLUMN note SET NOT NULL; ALTER TABLE orders DROP CONSTRAINT noted;",
                ],
            ],
            "rails": [
                [
                    'add_check_constraint :orders, "note IS NOT NULL", name: "noted", validate: false',
                    (
                        'validate_check_constraint :orders, name: "noted"\nchange_column_null :orders, :note, false\n'
                        'remove_check_constraint :orders, name: "noted"'
                    ),
                ],
            ],
            "django": [
                "AddConstraintNotValid('order', models.CheckConstraint(condition=Q(note__isnull=False), name='noted'))",
                [
                    "AddConstraintNotValid('order', models.CheckConstraint(condition=Q(note__isnull=False), name='noted'))",
                    "ValidateConstraint('order', 'noted')",
                    (
                        "migrations.AlterField('order', 'note', models.CharField(max_length=80)),\n"
                        "        migrations.RemoveConstraint('order', 'noted')"
                    ),
                ],
            ],
            "alembic": [
                [
                    "op.create_check_constraint('noted', 'orders', 'note IS NOT NULL', postgresql_not_valid=True)",
                    (
                        "op.execute('ALTER TABLE orders VALIDATE CONSTRAINT noted')\n"
                        "op.alter_column('orders', 'note', nullable=False)\nop.drop_constraint('noted', 'orders')"
                    ),
                ],
            ],
        },
    ),
    Documented(
        "allow NULL",
        ("ban-drop-not-null",),
        {
            "sql": ["ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;"],
            "rails": ["execute 'ALTER TABLE orders ALTER COLUMN note DROP NOT NULL'"],
            "django": ["migrations.RunSQL('ALTER TABLE orders ALTER COLUMN note DROP NOT NULL')"],
            "alembic": ["op.execute('ALTER TABLE orders ALTER COLUMN note DROP NOT NULL')"],
        },
        {"sql": ["ALTER TABLE orders ALTER COLUMN note DROP DEFAULT;"]},
    ),
    Documented(
        "add a foreign key",
        ("adding-foreign-key-constraint", "constraint-missing-not-valid", "Adding a foreign key"),
        {
            "sql": [
                "ALTER TABLE orders ADD CONSTRAINT used FOREIGN KEY (coupon_id) REFERENCES coupons (id);",
                "ALTER TABLE orders ADD FOREIGN KEY (coupon_id) REFERENCES coupons (id);",
                "ALTER TABLE orders ADD COLUMN coupon_id bigint REFERENCES coupons (id);",
            ],
            "rails": [
                "add_foreign_key :orders, :coupons",
                "add_reference :orders, :coupon, index: false, foreign_key: true",
                "change_table(:orders) { |t| t.foreign_key :coupons }",
            ],
            "django": [
                "migrations.RunSQL('ALTER TABLE orders ADD CONSTRAINT used FOREIGN KEY (coupon_id) REFERENCES coupons (id)')",
                "migrations.AddField('order', 'coupon', models.ForeignKey('Coupon', on_delete=models.CASCADE))",
            ],
            "alembic": [
                "op.create_foreign_key('used', 'orders', 'coupons', ['coupon_id'], ['id'])",
                "op.add_column('orders', sa.Column('coupon_id', sa.Integer(), sa.ForeignKey('coupons.id')))",
            ],
        },
        {
            "sql": [
                [
                    "ALTER TABLE orders ADD CONSTRAINT used FOREIGN KEY (coupon_id) REFERENCES coupons (id) NOT VALID;",
                    "ALTER TABLE orders VALIDATE CONSTRAINT used;",
                ]
            ],
            "rails": [["add_foreign_key :orders, :coupons, validate: false", "validate_foreign_key :orders, :coupons"]],
            "django": [
                (
                    "migrations.AddField('order', 'coupon', models.ForeignKey('Coupon', null=True, db_constraint=False,"
                    " db_index=False, on_delete=models.CASCADE))"
                ),
                [
                    "migrations.RunSQL('ALTER TABLE orders ADD FOREIGN KEY (coupon_id) REFERENCES coupons (id) NOT VALID')",
                    "migrations.RunSQL('ALTER TABLE orders VALIDATE CONSTRAINT used')",
                ],
            ],
            "alembic": [
                [
                    "op.create_foreign_key('used', 'orders', 'coupons', ['coupon_id'], ['id'], postgresql_not_valid=True)",
                    "op.execute('ALTER TABLE orders VALIDATE CONSTRAINT used')",
                ]
            ],
        },
    ),
    Documented(
        "add a check",
        ("constraint-missing-not-valid", "Adding a check constraint"),
        {
            "sql": [
                "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0);",
                "ALTER TABLE orders ADD CHECK (total > 0);",
            ],
            "rails": [
                'add_check_constraint :orders, "total > 0", name: "positive"',
                'change_table(:orders) { |t| t.check_constraint "total > 0" }',
            ],
            "django": [
                "migrations.AddConstraint('order', models.CheckConstraint(condition=models.Q(total__gt=0), name='positive'))"
            ],
            "alembic": ["op.create_check_constraint('positive', 'orders', 'total > 0')"],
        },
        {
            "sql": [
                [
                    "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;",
                    "ALTER TABLE orders VALIDATE CONSTRAINT positive;",
                ]
            ],
            "rails": [
                [
                    'add_check_constraint :orders, "total > 0", name: "positive", validate: false',
                    'validate_check_constraint :orders, name: "positive"',
                ]
            ],
            "django": [
                [
                    "AddConstraintNotValid('order', models.CheckConstraint(condition=models.Q(total__gt=0), name='positive'))",
                    "ValidateConstraint('order', 'positive')",
                ]
            ],
            "alembic": ["op.create_check_constraint('positive', 'orders', 'total > 0', postgresql_not_valid=True)"],
        },
    ),
    Documented(
        "add a constraint to a domain",
        ("ban-alter-domain-with-add-constraint",),
        {
            "sql": ["ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);"],
            "rails": ["execute 'ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0)'"],
            "django": ["migrations.RunSQL('ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0)')"],
            "alembic": ["op.execute('ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0)')"],
        },
        {"sql": ["ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;"]},
    ),
    Documented(
        "fill rows in the transaction that holds the table",
        ("Backfilling data",),
        {
            "sql": ["ALTER TABLE orders ADD COLUMN remark text;\nUPDATE orders SET remark = note;"],
            "rails": [
                'add_column :orders, :remark, :text\nOrder.update_all remark: "none"',
                'add_column :orders, :remark, :text\nOrder.unscoped.where(remark: nil).update_all(remark: "none")',
                'add_column :orders, :remark, :text\nexecute "UPDATE orders SET remark = note"',
            ],
            "django": [
                (
                    "def fill(apps, schema_editor):\n    order = apps.get_model('shop', 'Order')\n"
                    "    order.objects.update(remark='')\n"
                    "---\nmigrations.AddField('order', 'remark', models.TextField(null=True)), migrations.RunPython(fill)"
                ),
                (
                    "migrations.AddField('order', 'remark', models.TextField(null=True)),"
                    " migrations.RunSQL('UPDATE shop_order SET remark = note')"
                ),
            ],
            "alembic": [
                "op.add_column('orders', sa.Column('remark', sa.Text()))\nop.execute('UPDATE orders SET remark = note')"
            ],
        },
        {
            "sql": [["ALTER TABLE orders ADD COLUMN remark text;", "UPDATE orders SET remark = note WHERE id < 10000;"]],
            "rails": [
                [
                    "add_column :orders, :remark, :text",
                    _ALONE + 'Order.unscoped.in_batches do |some|\n  some.where(remark: nil).update_all remark: "none"\nend',
                ],
            ],
            "django": [
                [
                    "migrations.AddField('order', 'remark', models.TextField(null=True))",
                    (
                        "def fill(apps, schema_editor):\n    apps.get_model('shop', 'Order').objects.update(remark='none')\n"
                        "---\nmigrations.RunPython(fill)"
                    ),
                ]
            ],
            "alembic": [
                ["op.add_column('orders', sa.Column('remark', sa.Text()))", "op.execute('UPDATE orders SET remark = note')"]
            ],
        },
    ),
    Documented(
        "make an index while nobody can write",
        ("require-concurrent-index-creation", "Adding an index non-concurrently"),
        {
            "sql": [
                "CREATE INDEX noted ON orders (note);",
                "CREATE UNIQUE INDEX IF NOT EXISTS noted ON shop.orders USING btree (lower(note)) WHERE total > 0;",
            ],
            "rails": [
                "add_index :orders, :note",
                "add_index :orders, [:note, :total], unique: true",
                "change_table(:orders) { |t| t.index :note }",
                "change_table(:orders) { |t| t.string :remark, index: true }",
            ],
            "django": [
                "migrations.AddIndex('order', models.Index(fields=['note'], name='noted'))",
                "migrations.AlterField('order', 'note', models.CharField(max_length=80, null=True, db_index=True))",
                "migrations.AddField('order', 'remark', models.TextField(null=True, db_index=True))",
                "migrations.AlterIndexTogether('order', {('note', 'total')})",
            ],
            "alembic": [
                "op.create_index('noted', 'orders', ['note'])",
                "op.create_index(op.f('noted'), 'orders', ['note'], unique=True)",
                "op.add_column('orders', sa.Column('remark', sa.Text(), index=True))",
                "with op.batch_alter_table('orders') as batch:\n    batch.create_index('noted', ['note'])",
            ],
        },
        {
            "sql": [
                "CREATE INDEX CONCURRENTLY noted ON orders (note);",
                "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS noted ON orders (note);",
            ],
            "rails": [_ALONE + "add_index :orders, :note, algorithm: :concurrently"],
            "django": ["atomic = False\n---\nAddIndexConcurrently('order', models.Index(fields=['note'], name='noted'))"],
            "alembic": [_AUTOCOMMIT + "op.create_index('noted', 'orders', ['note'], postgresql_concurrently=True)"],
        },
    ),
    Documented(
        "make or drop an index concurrently in a transaction",
        ("ban-concurrent-index-creation-in-transaction",),
        {
            "sql": [
                "BEGIN;\nCREATE INDEX CONCURRENTLY noted ON orders (note);\nCOMMIT;",
                "BEGIN;\nDROP INDEX CONCURRENTLY noted;\nCOMMIT;",
            ],
            "rails": ["add_index :orders, :note, algorithm: :concurrently"],
            "django": [
                "AddIndexConcurrently('order', models.Index(fields=['note'], name='noted'))",
                "RemoveIndexConcurrently('order', 'noted')",
            ],
            "alembic": [
                "op.create_index('noted', 'orders', ['note'], postgresql_concurrently=True)",
                "op.drop_index('noted', table_name='orders', postgresql_concurrently=True)",
            ],
        },
        {
            "sql": [
                "BEGIN;\nALTER TABLE orders ADD COLUMN remark text;\nCOMMIT;\nCREATE INDEX CONCURRENTLY noted ON orders (note);"
            ]
        },
    ),
    Documented(
        "drop an index while nobody can use the table",
        ("require-concurrent-index-deletion", "Removing an index non-concurrently"),
        {
            "sql": ["DROP INDEX noted;", "DROP INDEX IF EXISTS shop.noted;"],
            "rails": [
                "remove_index :orders, :note",
                "remove_index :orders, name: 'noted'",
                "change_table(:orders) { |t| t.remove_index :note }",
            ],
            "django": ["migrations.RemoveIndex('order', 'noted')"],
            "alembic": ["op.drop_index('noted', table_name='orders')", "op.drop_index(op.f('noted'), 'orders')"],
        },
        {
            "sql": ["DROP INDEX CONCURRENTLY IF EXISTS noted;"],
            "rails": [_ALONE + "remove_index :orders, :note, algorithm: :concurrently"],
            "django": ["atomic = False\n---\nRemoveIndexConcurrently('order', 'noted')"],
            "alembic": [_AUTOCOMMIT + "op.drop_index('noted', table_name='orders', postgresql_concurrently=True)"],
        },
    ),
    Documented(
        "build an index anew while nobody can write",
        ("require-concurrent-reindex",),
        {
            "sql": ["REINDEX INDEX noted;", "REINDEX TABLE orders;"],
            "rails": ["execute 'REINDEX TABLE orders'"],
            "django": ["migrations.RunSQL('REINDEX INDEX noted')"],
            "alembic": ["op.execute('REINDEX INDEX noted')"],
        },
        {"sql": ["REINDEX INDEX CONCURRENTLY noted;", "REINDEX TABLE CONCURRENTLY orders;"]},
    ),
    Documented(
        "add a reference",
        ("Adding a reference",),
        {
            "rails": [
                "add_reference :orders, :coupon",
                "add_reference :orders, :coupon, foreign_key: true",
                "add_belongs_to :orders, :coupon",
                "change_table(:orders) { |t| t.references :coupon }",
            ]
        },
        {
            "rails": [
                _ALONE + "add_reference :orders, :coupon, index: {algorithm: :concurrently}",
                "add_reference :orders, :coupon, index: false",
            ]
        },
    ),
    Documented(
        "add a unique constraint",
        ("disallowed-unique-constraint", "Adding a unique constraint"),
        {
            "sql": [
                "ALTER TABLE orders ADD CONSTRAINT once UNIQUE (note);",
                "ALTER TABLE orders ADD UNIQUE (note);",
                "ALTER TABLE orders ADD COLUMN number text CONSTRAINT once UNIQUE;",
            ],
            "rails": ["add_unique_constraint :orders, :note", "change_table(:orders) { |t| t.unique_constraint :note }"],
            "django": [
                "migrations.AddConstraint('order', models.UniqueConstraint(fields=['note'], name='once'))",
                "migrations.AlterUniqueTogether('order', {('note', 'total')})",
                "migrations.AlterField('order', 'note', models.CharField(max_length=80, null=True, unique=True))",
                "migrations.AddField('order', 'number', models.IntegerField(null=True, unique=True))",
            ],
            "alembic": [
                "op.create_unique_constraint('once', 'orders', ['note'])",
                "op.add_column('orders', sa.Column('number', sa.Text(), unique=True))",
            ],
        },
        {
            "sql": [
                [
                    "CREATE UNIQUE INDEX CONCURRENTLY once ON orders (note);",
                    "ALTER TABLE orders ADD CONSTRAINT once UNIQUE USING INDEX once;",
                ]
            ],
            "rails": [
                [
                    _ALONE + "add_index :orders, :note, unique: true, algorithm: :concurrently, name: 'once'",
                    "add_unique_constraint :orders, using_index: 'once'",
                ]
            ],
            "django": ["atomic = False\n---\nmigrations.RunSQL('CREATE UNIQUE INDEX CONCURRENTLY once ON orders (note)')"],
            "alembic": [
                [
                    _AUTOCOMMIT + "op.create_index('once', 'orders', ['note'], unique=True, postgresql_concurrently=True)",
                    "op.execute('ALTER TABLE orders ADD CONSTRAINT once UNIQUE USING INDEX once')",
                ]
            ],
        },
    ),
    Documented(
        "add an exclusion constraint",
        ("Adding an exclusion constraint",),
        {
            "sql": ["ALTER TABLE orders ADD CONSTRAINT apart EXCLUDE USING gist (slot WITH &&);"],
            "rails": ['add_exclusion_constraint :orders, "slot WITH &&", using: :gist'],
            "django": ["migrations.AddConstraint('order', ExclusionConstraint(name='apart', expressions=[('slot', '&&')]))"],
            "alembic": ["op.create_exclude_constraint('apart', 'orders', ('slot', '&&'), using='gist')"],
        },
        {},
    ),
    Documented(
        "add a column of JSON without equality",
        ("Adding a json column",),
        {
            "sql": ["ALTER TABLE orders ADD COLUMN extra json;"],
            "rails": ["add_column :orders, :extra, :json", "change_table(:orders) { |t| t.json :extra }"],
            "alembic": [
                "op.add_column('orders', sa.Column('extra', sa.JSON()))",
                "op.add_column('orders', sa.Column('extra', postgresql.JSON(astext_type=sa.Text())))",
            ],
            "django": ["migrations.RunSQL('ALTER TABLE orders ADD COLUMN extra json')"],
        },
        {
            "sql": ["ALTER TABLE orders ADD COLUMN extra jsonb;"],
            "rails": ["add_column :orders, :extra, :jsonb"],
            "django": ["migrations.AddField('order', 'extra', models.JSONField(null=True))"],
            "alembic": ["op.add_column('orders', sa.Column('extra', postgresql.JSONB(astext_type=sa.Text())))"],
        },
    ),
    Documented(
        "rename a value of an enumeration",
        ("Renaming an enum value",),
        {
            "sql": ["ALTER TYPE state RENAME VALUE 'done' TO 'completed';"],
            "rails": ['rename_enum_value :state, from: "done", to: "completed"'],
            "django": ["migrations.RunSQL(\"ALTER TYPE state RENAME VALUE 'done' TO 'completed'\")"],
            "alembic": ["op.execute(\"ALTER TYPE state RENAME VALUE 'done' TO 'completed'\")"],
        },
        {
            "sql": ["ALTER TYPE state ADD VALUE 'completed' AFTER 'done';"],
            "rails": ['add_enum_value :state, "completed", after: "done"'],
            "django": ["migrations.RunSQL(\"ALTER TYPE state ADD VALUE 'completed' AFTER 'done'\")"],
            "alembic": ["op.execute(\"ALTER TYPE state ADD VALUE 'completed' AFTER 'done'\")"],
        },
    ),
    Documented(
        "rename a schema",
        ("Renaming a schema",),
        {
            "sql": ["ALTER SCHEMA shop RENAME TO store;"],
            "rails": ["rename_schema :shop, :store"],
            "django": ["migrations.RunSQL('ALTER SCHEMA shop RENAME TO store')"],
            "alembic": ["op.execute('ALTER SCHEMA shop RENAME TO store')"],
        },
        {"sql": ["CREATE SCHEMA store;"], "rails": ["create_schema :store"]},
    ),
    Documented(
        "empty a table and all that refers to it",
        ("ban-truncate-cascade",),
        {
            "sql": ["TRUNCATE orders CASCADE;", "TRUNCATE TABLE orders, coupons CASCADE;"],
            "rails": ["execute 'TRUNCATE orders CASCADE'"],
            "django": ["migrations.RunSQL('TRUNCATE orders CASCADE')"],
            "alembic": ["op.execute('TRUNCATE orders CASCADE')"],
        },
        {"sql": ["TRUNCATE orders, coupons;"]},
    ),
    Documented(
        "write a table anew",
        ("prefer-repack",),
        {
            "sql": ["VACUUM FULL orders;", "VACUUM (FULL) orders;", "CLUSTER orders USING noted;"],
            "rails": ["execute 'VACUUM FULL orders'"],
            "django": ["migrations.RunSQL('CLUSTER orders USING noted')"],
            "alembic": ["op.execute('VACUUM FULL orders')"],
        },
        {"sql": ["VACUUM ANALYZE orders;"]},
    ),
    Documented(
        "detach a partition while nobody can use the table",
        ("require-concurrent-partition-detach",),
        {
            "sql": ["ALTER TABLE orders DETACH PARTITION orders_2020;"],
            "rails": ["execute 'ALTER TABLE orders DETACH PARTITION orders_2020'"],
            "django": ["migrations.RunSQL('ALTER TABLE orders DETACH PARTITION orders_2020')"],
            "alembic": ["op.execute('ALTER TABLE orders DETACH PARTITION orders_2020')"],
        },
        {"sql": ["ALTER TABLE orders DETACH PARTITION orders_2020 CONCURRENTLY;"]},
    ),
    Documented(
        "copy the table on MySQL",
        ("Using the COPY algorithm", "Using shared or exclusive locking"),
        {
            "sql": [
                "ALTER TABLE orders ADD COLUMN remark text, ALGORITHM=COPY;",
                "ALTER TABLE orders ADD INDEX noted (note), LOCK=SHARED;",
                "CREATE INDEX noted ON orders (note) ALGORITHM=COPY;",
                "CREATE INDEX noted ON orders (note) LOCK=EXCLUSIVE;",
            ],
            "rails": ["add_index :orders, :note, algorithm: :copy", "add_index :orders, :note, lock: :shared"],
            "django": ["migrations.RunSQL('CREATE INDEX noted ON orders (note) ALGORITHM=COPY')"],
            "alembic": ["op.execute('ALTER TABLE orders ADD COLUMN remark text, LOCK=EXCLUSIVE')"],
        },
        {
            "sql": [
                "ALTER TABLE orders ADD COLUMN remark text, ALGORITHM=INPLACE, LOCK=NONE;",
                "CREATE INDEX noted ON orders (note);",
            ],
            "rails": ["add_index :orders, :note", "add_index :orders, :note, lock: :none"],
            "django": ["migrations.AddIndex('order', models.Index(fields=['note'], name='noted'))"],
            "alembic": ["op.create_index('noted', 'orders', ['note'])"],
        },
        "mysql:8.4",
    ),
    Documented(
        "add a column with a computed default on MySQL",
        ("Adding a column with an expression default value",),
        {
            "sql": [
                "ALTER TABLE orders ADD COLUMN seen datetime DEFAULT (now());",
                "ALTER TABLE orders ADD COLUMN token varchar(36) DEFAULT (uuid());",
            ],
            "rails": ['add_column :orders, :seen, :datetime, default: -> { "(now())" }'],
            "django": ["migrations.RunSQL('ALTER TABLE orders ADD COLUMN seen datetime DEFAULT (now())')"],
            "alembic": ["op.add_column('orders', sa.Column('seen', sa.DateTime(), server_default=sa.text('(now())')))"],
        },
        {
            "sql": [
                "ALTER TABLE orders ADD COLUMN seen datetime DEFAULT CURRENT_TIMESTAMP;",
                "ALTER TABLE orders ADD COLUMN paid boolean NOT NULL DEFAULT 0;",
                "ALTER TABLE orders ADD COLUMN seen datetime; ALTER TABLE orders ALTER COLUMN seen SET DEFAULT (now());",
            ],
            "rails": ["add_column :orders, :seen, :datetime\nchange_column_default :orders, :seen, -> { '(now())' }"],
            "alembic": [
                "op.add_column('orders', sa.Column('seen', sa.DateTime(), server_default=sa.text('CURRENT_TIMESTAMP')))"
            ],
        },
        "mysql:8.4",
    ),
)

# What is documented there and is not this question: with the reason.
_TYPE = "a preference of one type over another: it keeps nobody out, and breaks no code that runs"
_TIMEOUT = "how long a statement may wait is set for the role or the connection, mostly outside of the migration"
_TIDY = "a migration that fails, or does nothing, harms nothing that runs"
SET_ASIDE: dict[str, str] = {
    **dict.fromkeys(
        (
            "ban-char-field prefer-bigint-over-int prefer-bigint-over-smallint prefer-identity prefer-text-field"
            " prefer-timestamptz"
        ).split(),
        _TYPE,
    ),
    **dict.fromkeys("require-timeout-settings require-lock-timeout require-statement-timeout".split(), _TIMEOUT),
    **dict.fromkeys(
        (
            "prefer-robust-stmts ban-duplicate-column-assignments ban-uncommitted-transaction identifier-too-long"
            " transaction-nesting require-table-schema syntax-error"
        ).split(),
        _TIDY,
    ),
    "ban-create-domain-with-constraint": "a new domain has no column yet; what is added to it later is found",
    "require-enum-value-ordering": "at which place an enumeration's value is sorted is the application's matter",
    "Keeping non-unique indexes to three columns or less": "how wide an index may be is a matter of its use",
    "Executing SQL directly": "the SQL is read as SQL in a file is; what is put together when it runs is UNKNOWN",
}
