//! Which certificates are trusted.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WantsClientCert, WebPkiServerVerifier, verify_server_name};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, ConfigBuilder, DigitallySignedStruct, RootCertStore, SignatureScheme, WantsVerifier,
};

/// Trusts these certificates, and what they have signed.
pub fn in_these(
    config: ConfigBuilder<ClientConfig, WantsVerifier>,
    certificates: Vec<CertificateDer<'static>>,
) -> ConfigBuilder<ClientConfig, WantsClientCert> {
    let mut authorities = RootCertStore::empty();
    authorities.add_parsable_certificates(certificates.iter().cloned());
    let authorities = Arc::new(authorities);
    let provider = Arc::clone(config.crypto_provider());
    match WebPkiServerVerifier::builder_with_provider(Arc::clone(&authorities), provider).build() {
        Ok(usual) => config
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Verifier { usual, certificates })),
        // Without a single authority there is nothing to add to.
        Err(_) => config.with_root_certificates(authorities),
    }
}

/// The certificates in a file of PEM. One that nobody can use is told here: later it would only be missed.
pub fn in_file(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let name = file.display();
    let bytes = fs::read(file).map_err(|error| format!("{name} cannot be read: {error}"))?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let found = found.unwrap_or_default();
    if found.is_empty() {
        return Err(format!(
            "{name} holds no certificate in PEM form, which begins with -----BEGIN CERTIFICATE-----; of one in DER form, \
             `openssl x509 -inform der -in {name}` makes one"
        ));
    }
    let mut store = RootCertStore::empty();
    for (number, certificate) in found.iter().enumerate() {
        store
            .add(certificate.clone())
            .map_err(|error| format!("certificate {} in {name} cannot be read: {error}", number + 1))?;
    }
    Ok(found)
}

/// Whether a server showed the certificate of an authority as its own. What `openssl req -x509` makes is such a one.
pub fn is_an_authoritys(why: &CertificateError) -> bool {
    let CertificateError::Other(other) = why else {
        return false;
    };
    matches!(other.0.downcast_ref(), Some(webpki::Error::CaUsedAsEndEntity))
}

/// Checks as rustls does, with one exception: a self-signed certificate that is itself among the trusted ones may be a
/// server's, although it says that it is an authority's. Other programs take it, too.
#[derive(Debug)]
struct Verifier {
    usual: Arc<WebPkiServerVerifier>,
    certificates: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let usual = self
            .usual
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match usual {
            Err(rustls::Error::InvalidCertificate(why))
                if is_an_authoritys(&why) && self.certificates.iter().any(|trusted| trusted == end_entity) =>
            {
                // Its dates were looked at before this was found; its name would have been next.
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            usual => usual,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.usual.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.usual.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.usual.supported_verify_schemes()
    }
}
