"""The solutions, the last manager's backstop, and the one look at memberships across companies.

`memberships_of` runs with its owner's rights (SEC-16): the owner, whom the services never are, gets a policy of its
own for it, and it tells ids, role, state and generation only. The trigger is deferred to the commit, locks the company
and counts (SEC-29), so that no way past the rules leaves a company without an Access Manager (BP-32).
"""

from django.db import migrations

from selvbetjening.domain.access.permissions import ACTIONS
from selvbetjening.domain.access.rules.catalogue import SOLUTIONS

_STANDS = (
    "{0}.role = 'access_manager' AND {0}.state = 'active' AND {0}.ends_on IS NULL AND {0}.first_login_at IS NOT NULL"
)
_GUARD = f"""
    CREATE FUNCTION access_last_manager() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE remaining integer;
    BEGIN
        IF NOT ({_STANDS.format("OLD")}) THEN RETURN NULL; END IF;
        IF TG_OP = 'UPDATE' AND {_STANDS.format("NEW")} THEN RETURN NULL; END IF;
        PERFORM 1 FROM organizations_organization WHERE id = OLD.organization_id FOR NO KEY UPDATE;
        SELECT count(*) INTO remaining FROM access_membership m
            WHERE m.organization_id = OLD.organization_id AND {_STANDS.format("m")};
        IF remaining = 0 THEN
            RAISE EXCEPTION 'the last access manager stays' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NULL;
    END $$
"""
_TRIGGER = """
    CREATE CONSTRAINT TRIGGER last_manager AFTER UPDATE OR DELETE ON access_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION access_last_manager()
"""
_LOOK = """
    CREATE FUNCTION memberships_of(asked_user uuid, asked_cvr text)
    RETURNS TABLE (organization_id uuid, id uuid, role varchar, state varchar, generation integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT m.organization_id, m.id, m.role, m.state, m.generation FROM access_membership m
        WHERE m.user_id = asked_user AND m.state <> 'anonymised' AND (asked_cvr = '' OR m.bound_cvr = asked_cvr)
    $$
"""


def put_in_solutions(apps, editor):  # type: ignore[no-untyped-def]
    """The catalogue's rows as they are now; those that are there are written over."""
    solution = apps.get_model("access", "Solution")
    for position, listed in enumerate(SOLUTIONS):
        solution.objects.using(editor.connection.alias).update_or_create(
            code=listed.code,
            defaults={
                **{name: getattr(listed, name) for name in listed.__slots__ if name != "code"},
                "actions": list(ACTIONS[listed.code]),
                "position": position,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("access", "0002_walls")]

    operations = [
        migrations.RunPython(put_in_solutions, migrations.RunPython.noop),
        migrations.RunSQL(sql=[_GUARD, _TRIGGER], reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(
            sql=[
                "CREATE POLICY owner_finds_memberships ON access_membership FOR SELECT TO CURRENT_USER USING (true)",
                _LOOK,
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
