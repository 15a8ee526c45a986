#!/bin/bash
tar czf /tmp/parcels.tgz parcels requirements.txt
scp /tmp/parcels.tgz deploy@web1.parcels.example:/tmp
ssh deploy@web1.parcels.example "rm -rf /var/www/parcels; mkdir /var/www/parcels; tar xzf /tmp/parcels.tgz -C /var/www/parcels; systemctl restart parcels"
