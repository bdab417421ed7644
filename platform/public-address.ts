// Which IP addresses belong to the public internet. Everything that isn't known to be public is refused: private and shared ranges,
// loopback, link-local with the clouds' metadata services, and every IPv6 form that carries an IPv4 address inside.
// Source: IANA IPv4 and IPv6 Special-Purpose Address Registries.
import { BlockList, isIP } from "node:net";

const notPublic = new BlockList();
for (const [net, prefix] of [
	["0.0.0.0", 8], // this network
	["10.0.0.0", 8], // private
	["100.64.0.0", 10], // shared by carriers; Alibaba's metadata service
	["127.0.0.0", 8], // loopback
	["168.63.129.16", 32], // Azure's own services, behind an address that looks public
	["169.254.0.0", 16], // link-local: metadata services
	["172.16.0.0", 12], // private
	["192.0.0.0", 24], // protocol assignments; Oracle's metadata service
	["192.0.2.0", 24], // documentation
	["192.88.99.0", 24], // relays of 6to4
	["192.168.0.0", 16], // private
	["198.18.0.0", 15], // benchmarks
	["198.51.100.0", 24], // documentation
	["203.0.113.0", 24], // documentation
	["224.0.0.0", 4], // multicast
	["240.0.0.0", 4], // reserved, broadcast
] as const)
	notPublic.addSubnet(net, prefix, "ipv4");

// IPv6 the other way round: only what is handed out as global unicast, without the parts that tunnel or translate.
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");
const notPublic6 = new BlockList();
for (const [net, prefix] of [
	["2001::", 23], // Teredo, benchmarks, ORCHID
	["2001:db8::", 32], // documentation
	["2002::", 16], // 6to4: an IPv4 address inside
	["3fff::", 20], // documentation
] as const)
	notPublic6.addSubnet(net, prefix, "ipv6");

/** @param address as text, without brackets; anything that is no plain IP address is not public */
export function isPublicAddress(address: string): boolean {
	switch (isIP(address)) {
		case 4:
			return !notPublic.check(address, "ipv4");
		case 6:
			// A zone ("%eth0") exists for link-local addresses only.
			return !address.includes("%") && globalUnicast.check(address, "ipv6") && !notPublic6.check(address, "ipv6");
		default:
			return false;
	}
}
