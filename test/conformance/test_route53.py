from __future__ import annotations

import unittest

from control import eventually
from world import alias, aws, change, delegated_zone, other, record, unique

ZONE = "route53.conformance.example.com"


def new_zone(name: str, **parameters: object) -> str:
    zone = aws.call("route53", "CreateHostedZone", Name=name, CallerReference=unique("zone"), **parameters)
    return zone["HostedZone"]["Id"].removeprefix("/hostedzone/")


class Zones(unittest.TestCase):
    def test_a_new_zone_has_four_name_servers_and_its_two_records(self) -> None:
        created = aws.call("route53", "CreateHostedZone", Name=f"New.{ZONE}", CallerReference=unique("zone"))
        self.assertEqual(created.status, 201)
        self.assertEqual(created["HostedZone"]["Name"], f"new.{ZONE}.")
        self.assertFalse(created["HostedZone"]["Config"]["PrivateZone"])
        self.assertEqual(len(set(created["DelegationSet"]["NameServers"])), 4)
        self.assertEqual(created["ChangeInfo"]["Status"], "PENDING")
        found = aws.call("route53", "GetHostedZone", Id=created["HostedZone"]["Id"])
        self.assertEqual(found["DelegationSet"]["NameServers"], created["DelegationSet"]["NameServers"])
        self.assertEqual(found["HostedZone"]["ResourceRecordSetCount"], 2)
        self.assertEqual(
            [(name, kind) for name, kind, _ in records(created["HostedZone"]["Id"])],
            [(f"new.{ZONE}.", "NS"), (f"new.{ZONE}.", "SOA")],
        )

    def test_a_list_by_name_starts_at_the_name_and_goes_on_in_the_order_of_reversed_labels(self) -> None:
        for name in (f"b.order.{ZONE}", f"order.{ZONE}", f"a.order.{ZONE}"):
            new_zone(name)
        listed = aws.call("route53", "ListHostedZonesByName", DNSName=f"order.{ZONE}", MaxItems="3")
        self.assertEqual(
            [zone["Name"] for zone in listed["HostedZones"]], [f"order.{ZONE}.", f"a.order.{ZONE}.", f"b.order.{ZONE}."]
        )

    def test_pages_of_zones_follow_each_other_without_gap(self) -> None:
        new_zone(f"pages.{ZONE}")
        new_zone(f"pages.{ZONE}")
        whole = [zone["Id"] for zone in aws.call("route53", "ListHostedZones")["HostedZones"]]
        pages: list[str] = []
        marker: dict[str, str] = {}
        while True:
            page = aws.call("route53", "ListHostedZones", MaxItems="1", **marker)
            pages += [zone["Id"] for zone in page["HostedZones"]]
            if not page["IsTruncated"]:
                break
            marker = {"Marker": page["NextMarker"]}
        self.assertEqual(sorted(pages), sorted(whole))

    def test_a_private_zone_says_so(self) -> None:
        network = {"VPCRegion": "us-east-1", "VPCId": "vpc-12345678"}
        zone_id = new_zone(f"private.{ZONE}", VPC=network, HostedZoneConfig={"Comment": "", "PrivateZone": True})
        self.assertTrue(aws.call("route53", "GetHostedZone", Id=zone_id)["HostedZone"]["Config"]["PrivateZone"])

    def test_a_zone_with_records_of_its_own_cannot_be_deleted(self) -> None:
        zone_id = new_zone(f"delete.{ZONE}")
        www = ("www." + f"delete.{ZONE}", "A", "192.0.2.1")
        change(zone_id, record("CREATE", *www))["ChangeInfo"]
        refusal = aws.call("route53", "DeleteHostedZone", Id=zone_id)
        self.assertEqual((refusal.code, refusal.status), ("HostedZoneNotEmpty", 400))
        change(zone_id, record("DELETE", *www))["ChangeInfo"]
        self.assertEqual(aws.call("route53", "DeleteHostedZone", Id=zone_id)["ChangeInfo"]["Status"], "PENDING")
        self.assertEqual(aws.call("route53", "GetHostedZone", Id=zone_id).code, "NoSuchHostedZone")

    def test_a_zone_of_another_account_is_not_there(self) -> None:
        refusal = other.call("route53", "ListResourceRecordSets", HostedZoneId=new_zone(f"own.{ZONE}"))
        self.assertIn((refusal.code, refusal.status), {("NoSuchHostedZone", 404), ("AccessDenied", 403)})

    def test_tags_of_a_zone(self) -> None:
        resource = {"ResourceType": "hostedzone", "ResourceId": new_zone(f"tags.{ZONE}")}
        aws.call(
            "route53",
            "ChangeTagsForResource",
            **resource,
            AddTags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}],
        )
        aws.call("route53", "ChangeTagsForResource", **resource, RemoveTagKeys=["a"])
        tags = aws.call("route53", "ListTagsForResource", **resource)["ResourceTagSet"]
        self.assertEqual(tags["Tags"], [{"Key": "b", "Value": "2"}])


class Changes(unittest.TestCase):
    zone_id: str

    @classmethod
    def setUpClass(cls) -> None:
        cls.zone_id = delegated_zone(f"changes.{ZONE}")

    def test_a_change_becomes_insync(self) -> None:
        info = change(self.zone_id, record("UPSERT", f"sync.changes.{ZONE}", "TXT", '"v"'))["ChangeInfo"]
        self.assertEqual(info["Status"], "PENDING")
        self.assertRegex(info["Id"], r"^/change/C[A-Z0-9]+$")
        eventually(
            "INSYNC", lambda: aws.call("route53", "GetChange", Id=info["Id"])["ChangeInfo"]["Status"] == "INSYNC"
        )

    def test_an_unknown_change_and_an_unknown_zone(self) -> None:
        change_refusal = aws.call("route53", "GetChange", Id="C0000000000000000000")
        self.assertEqual((change_refusal.code, change_refusal.status), ("NoSuchChange", 404))
        zone_refusal = change("Z0000000000000", record("CREATE", "a.example", "A", "192.0.2.1"))
        self.assertEqual((zone_refusal.code, zone_refusal.status), ("NoSuchHostedZone", 404))

    def test_a_batch_takes_effect_whole_or_not_at_all(self) -> None:
        name = f"atomic.changes.{ZONE}"
        batch = (record("CREATE", name, "A", "192.0.2.1"), record("DELETE", f"none.changes.{ZONE}", "A", "192.0.2.1"))
        self.assertEqual(change(self.zone_id, *batch).code, "InvalidChangeBatch")
        self.assertNotIn(f"{name}.", [listed for listed, _, _ in records(self.zone_id)])

    def test_a_type_is_changed_in_one_batch(self) -> None:
        name = f"switch.changes.{ZONE}"
        change(self.zone_id, record("CREATE", name, "CNAME", "a.example.net"))["ChangeInfo"]
        change(
            self.zone_id, record("DELETE", name, "CNAME", "a.example.net"), record("CREATE", name, "A", "192.0.2.1")
        )["ChangeInfo"]
        self.assertEqual([kind for listed, kind, _ in records(self.zone_id) if listed == f"{name}."], ["A"])

    def test_a_list_starts_where_it_is_told_and_writes_the_wildcard_in_octal(self) -> None:
        change(self.zone_id, record("UPSERT", f"*.list.changes.{ZONE}", "TXT", '"w"'))["ChangeInfo"]
        start = {"StartRecordName": f"*.list.changes.{ZONE}", "StartRecordType": "TXT", "MaxItems": "1"}
        listed = aws.call("route53", "ListResourceRecordSets", HostedZoneId=self.zone_id, **start)
        self.assertEqual([entry["Name"] for entry in listed["ResourceRecordSets"]], [f"\\052.list.changes.{ZONE}."])

    def test_record_sets_with_a_routing_policy_keep_it(self) -> None:
        name = f"weighted.changes.{ZONE}"
        weighted = record("CREATE", name, "A", "192.0.2.1")
        weighted["ResourceRecordSet"] |= {"SetIdentifier": "blue", "Weight": 10}
        change(self.zone_id, weighted)["ChangeInfo"]
        [kept] = [entry for listed, _, entry in records(self.zone_id) if listed == f"{name}."]
        self.assertEqual((kept["SetIdentifier"], kept["Weight"]), ("blue", 10))

    def test_what_route_53_refuses_in_a_batch(self) -> None:
        zone = f"changes.{ZONE}"
        change(
            self.zone_id,
            record("UPSERT", f"a.{zone}", "A", "192.0.2.1"),
            record("UPSERT", f"c.{zone}", "CNAME", "x.example.net"),
        )["ChangeInfo"]
        elsewhere = f"www.not{zone}"
        cases = {
            f"Tried to create resource record set [name='a.{zone}.', type='A'] but it already exists": [
                record("CREATE", f"a.{zone}", "A", "192.0.2.1")
            ],
            f"Tried to delete resource record set [name='z.{zone}.', type='A'] but it was not found": [
                record("DELETE", f"z.{zone}", "A", "192.0.2.1")
            ],
            "but the values provided do not match the current values": [
                record("DELETE", f"a.{zone}", "A", "192.0.2.2")
            ],
            f"RRSet of type CNAME with DNS name {zone}. is not permitted at apex in zone {zone}.": [
                record("CREATE", zone, "CNAME", "x.example.net")
            ],
            f"RRSet of type CNAME with DNS name a.{zone}. is not permitted as it conflicts with other records": [
                record("CREATE", f"a.{zone}", "CNAME", "x.example.net")
            ],
            f"RRSet of type A with DNS name c.{zone}. is not permitted because a conflicting RRSet": [
                record("CREATE", f"c.{zone}", "A", "192.0.2.1")
            ],
            f"RRSet with DNS name {elsewhere}. is not permitted in zone {zone}.": [
                record("CREATE", elsewhere, "A", "192.0.2.1")
            ],
            "Tried to create an alias that targets": [alias("CREATE", f"al.{zone}", "d111111abcdef8.cloudfront.net")],
        }
        for message, changes in cases.items():
            with self.subTest(message):
                refusal = change(self.zone_id, *changes)
                self.assertEqual((refusal.code, refusal.status), ("InvalidChangeBatch", 400))
                self.assertIn(message, refusal.message)

    def test_an_alias_to_cloudfront_cannot_evaluate_target_health(self) -> None:
        refusal = change(
            self.zone_id, alias("CREATE", f"health.changes.{ZONE}", "d111111abcdef8.cloudfront.net", health=True)
        )
        self.assertIn((refusal.code, refusal.status), {("InvalidChangeBatch", 400), ("InvalidInput", 400)})


def records(zone_id: str) -> list[tuple[str, str, dict]]:
    """Name, type and the whole of each record set, page after page."""
    start: dict[str, str] = {}
    found = []
    while True:
        page = aws.call("route53", "ListResourceRecordSets", HostedZoneId=zone_id, MaxItems="2", **start)
        found += [(entry["Name"], entry["Type"], entry) for entry in page["ResourceRecordSets"]]
        if not page["IsTruncated"]:
            return found
        start = {"StartRecordName": page["NextRecordName"], "StartRecordType": page["NextRecordType"]}
        if "NextRecordIdentifier" in page.value:
            start["StartRecordIdentifier"] = page["NextRecordIdentifier"]
