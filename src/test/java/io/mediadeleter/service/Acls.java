package io.mediadeleter.service;

import io.mediadeleter.fixture.Patience;
import io.mediadeleter.kafka.acl.Right;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;

/** A user's rights on a secured broker. Stateless but for the broker. */
public record Acls(Admin admin, String user) {

    public void grant(Collection<Right> rights) {
        Patience.get(
                admin.createAcls(rights.stream().map(this::binding).toList()).all());
    }

    public void revoke(Right right) {
        Patience.get(admin.deleteAcls(List.of(binding(right).toFilter())).all());
    }

    private AclBinding binding(Right right) {
        return new AclBinding(
                new ResourcePattern(right.type(), right.name(), right.pattern()),
                new AccessControlEntry("User:" + user, "*", right.operation(), AclPermissionType.ALLOW));
    }
}
